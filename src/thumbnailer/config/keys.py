"""Key templates for the renditions of a source, and why no two outputs have the same key.

For a source key `uploads/trip/a.b.JPG` under the uploads prefix `uploads/`:

    {dir}  trip/     {stem}  a.b     {source_ext}  .JPG     {key}  uploads/trip/a.b.JPG

`{ext}` is the extension of the variant's format, such as `.webp`; with the format `same`, `.JPG`.
A template has one of these forms, after `{variant}` is replaced with the variant's name:

    same     PREFIX{dir}MIDDLE{stem}ENDING{ext}                PREFIX{key}
    others   PREFIX{dir}MIDDLE{stem}{source_ext}ENDING{ext}    PREFIX{key}ENDING{ext}   PREFIX{key}

In each form, an output key determines exactly one source key, so two sources never have the same
output: MIDDLE and ENDING contain no slash and ENDING contains no dot, so the last slash of the
output is that of the source, and so is, for `same`, the last dot. Without `{source_ext}`, the
outputs of a.jpg and a.png would both be a.webp.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from thumbnailer.config.rejection import Reason, Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html: bytes of UTF-8.
MAX_KEY_BYTES = 1024

# No "*" and "?": the prefix becomes part of an IAM resource, where they would widen it.
_PREFIX = r"(?P<prefix>(?:[^{}*?/]+/)+)"
_ENDING = r"(?P<ending>[^{}*?/.]*)\{ext\}"
_SOURCES = re.compile(r"(?:[^*?/]+/)+")
_SAME = re.compile(
    _PREFIX + r"(?:\{dir\}(?P<middle>[^{}*?/]*)\{stem\}" + _ENDING + r"|\{key\})", re.DOTALL
)
_OTHER = re.compile(
    _PREFIX + r"(?:\{dir\}(?P<middle>[^{}*?/]*)\{stem\}\{source_ext\}(?!$)|\{key\})"
    r"(?:" + _ENDING + r")?",
    re.DOTALL,
)


@dataclass(frozen=True)
class Template:
    """A parsed key template.

    Attributes:
        prefix: the output prefix, ending in a slash.
        middle: the text before the stem; None for a template with `{key}`.
        ending: the text before the extension; None if the template ends with `{key}`.
        ext: the extension of the variant's format; None for that of the source.
    """

    prefix: str
    middle: str | None = None
    ending: str | None = None
    ext: str | None = None

    def output_key(self, source_key: str, uploads_prefix: str) -> str:
        """The key of the rendition of `source_key`, which must start with `uploads_prefix`.

        Raises:
            Rejected: if the key is longer than S3 allows (1,024 bytes).
        """
        directory, stem, ext = split_key(source_key.removeprefix(uploads_prefix))
        if self.middle is None:
            key = f"{self.prefix}{source_key}"
        elif self.ext is None:
            key = f"{self.prefix}{directory}{self.middle}{stem}"
        else:
            key = f"{self.prefix}{directory}{self.middle}{stem}{ext}"
        if self.ending is not None:
            key += self.ending + (ext if self.ext is None else self.ext)
        if len(key.encode()) > MAX_KEY_BYTES:
            raise Rejected(
                Reason.KEY_TOO_LONG,
                f"the output key would have {len(key.encode())} bytes; S3 allows {MAX_KEY_BYTES}",
            )
        return key


def split_key(key: str) -> tuple[str, str, str]:
    """`dir`, `stem` and `ext` of a key without its uploads prefix; joined, they are the key."""
    directory, slash, name = key.rpartition("/")
    stem, dot, ext = name.rpartition(".")
    return directory + slash, stem if dot else name, dot + ext if dot else ""


def parse_template(text: str, variant: str, ext: str | None = None) -> Template:
    """Parse the key template of one variant.

    Args:
        text: the template.
        variant: the variant's name.
        ext: the extension of the variant's format; None for that of the source.

    Raises:
        ValueError: if the template has none of the forms; the message shows the valid ones.
    """
    named = text.replace("{variant}", variant)
    match = (_SAME if ext is None else _OTHER).fullmatch(named)
    if match is None:
        name = "{dir}{stem}ENDING{ext}" if ext is None else "{dir}{stem}{source_ext}ENDING{ext}"
        raise ValueError(
            f'"{text}" could map two sources to one output, or cannot be granted to one prefix;'
            f' use "PREFIX/{name}" or "PREFIX/{{key}}"; PREFIX must not contain placeholders, * or'
            " ?, and ENDING must not contain slashes or dots"
        )
    return Template(**match.groupdict(), ext=ext if match["ending"] is not None else None)


def template_conflicts(templates: Mapping[str, Template]) -> Iterator[str]:
    """A message for each pair of variants whose templates could give the same key."""
    for (one, a), (other, b) in combinations(templates.items(), 2):
        if _may_meet(a, b):
            yield (
                f'variants "{one}" and "{other}" could write the same key; give them different'
                " prefixes, or endings neither of which ends with the other"
            )


def prefix_problem(prefix: str) -> str | None:
    """The problem with a prefix of sources or reports; None for a valid prefix."""
    if _SOURCES.fullmatch(prefix):
        return None
    return (
        f'is "{prefix}"; it must look like "uploads/": no leading or double slash, no * or ?, a'
        " slash at the end"
    )


def prefix_overlaps(uploads_prefix: str, templates: Mapping[str, Template]) -> Iterator[str]:
    """A message for each variant whose outputs would be processed as uploads, in a loop."""
    for name, template in templates.items():
        if overlap(uploads_prefix, template.prefix):
            yield (
                f'variant "{name}" writes to "{template.prefix}", which overlaps the uploads prefix'
                f' "{uploads_prefix}": every thumbnail would be processed as an upload; use'
                " prefixes neither of which starts with the other"
            )


def overlap(a: str, b: str) -> bool:
    """Whether a key can begin with both prefixes."""
    return a.startswith(b) or b.startswith(a)


def _may_meet(a: Template, b: Template) -> bool:
    if not overlap(a.prefix, b.prefix) or (a.ext and b.ext and a.ext != b.ext):
        return False
    if a.ending is None or b.ending is None:
        return True
    return a.ending.endswith(b.ending) or b.ending.endswith(a.ending)
