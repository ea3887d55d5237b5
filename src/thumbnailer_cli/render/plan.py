"""Plans the outputs of each source, and checks that they can be written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from thumbnailer.config.recipe import Recipe, Variant
from thumbnailer.config.rejection import Rejected
from thumbnailer.results.outcome import Outcome, Settlement
from thumbnailer_cli.render.paths import key_problem
from thumbnailer_cli.render.sources import LocalSource
from thumbnailer_cli.shared.errors import CommandError

# The maximum number of problems to print; a wrong folder may cause thousands.
_MAX_PROBLEMS = 20


@dataclass(frozen=True)
class Output:
    """One variant of a source: its key in a bucket, and its local path."""

    variant: Variant
    key: str
    path: Path


@dataclass(frozen=True)
class Job:
    """One source, and its outputs.

    Attributes:
        end: the outcome if it follows from the key alone; None if the source has to be rendered.
    """

    source: LocalSource
    outputs: tuple[Output, ...] = ()
    end: Settlement | None = None


def plan(
    sources: Sequence[LocalSource], recipe: Recipe, out: Path, uploads_prefix: str
) -> list[Job]:
    """One job for each source, whose key begins with the uploads prefix.

    Raises:
        CommandError: if an output is outside `out` or its key cannot be a file name.
    """
    problems: list[str] = []
    jobs = [_job(source, recipe, out, uploads_prefix, problems) for source in sources]
    inside = out.resolve()
    folders = {output.path.parent for job in jobs for output in job.outputs}
    problems += [
        f"{folder} is outside --out because of a symbolic link"
        for folder in sorted(folders)
        if not folder.resolve().is_relative_to(inside)
    ]
    _raise_any(problems)
    return jobs


def output_folders(recipe: Recipe, out: Path) -> set[Path]:
    """The folders, resolved, that contain all renditions and nothing else.

    Raises:
        CommandError: if one of them is not below `out`.
    """
    prefixes = {variant.name: variant.key.prefix.removesuffix("/") for variant in recipe.variants}
    _raise_any(
        [
            f'the key of the variant "{name}" cannot be a file path: it {problem}'
            for name, prefix in prefixes.items()
            if (problem := key_problem(prefix))
        ]
    )
    return {(out / prefix).resolve() for prefix in prefixes.values()}


def refuse_collisions(jobs: Sequence[Job], ignore_case: bool) -> None:
    """Check that no two outputs have the same path.

    Key templates never map two keys to one output. But files of two folders may have the same
    relative path and therefore the same key, and a file system may ignore the case of letters.

    Raises:
        CommandError: if two outputs have the same path; lists each pair.
    """
    outputs: dict[str, Path] = {}
    problems = []
    for job in jobs:
        for output in job.outputs:
            identity = _identity(output.path, ignore_case)
            if identity in outputs:
                problems.append(
                    f"{outputs[identity]} and {job.source.path} have the same output {output.path};"
                    " render them into different folders"
                )
            outputs.setdefault(identity, job.source.path)
    for job in jobs:
        for output in job.outputs:
            for parent in output.path.parents:
                if (identity := _identity(parent, ignore_case)) in outputs:
                    problems.append(
                        f"the output of {outputs[identity]} is the file {parent}, which must be a"
                        f" folder for {job.source.path}; render them into different folders"
                    )
    _raise_any(problems)


def _job(
    source: LocalSource, recipe: Recipe, out: Path, uploads_prefix: str, problems: list[str]
) -> Job:
    variants = recipe.variants_for(source.key, uploads_prefix)
    if not variants:
        return Job(source, end=Settlement(Outcome.SETTLED, "no_variant"))
    try:
        keys = [variant.key.output_key(source.key, uploads_prefix) for variant in variants]
    except Rejected as rejected:
        return Job(source, end=Settlement(Outcome.REJECTED, rejected.reason, rejected.detail))
    except UnicodeEncodeError:
        problems.append(f"the name or an output of {source.path} is not UTF-8, as keys must be")
        return Job(source)
    wrong = list(_wrong(source, keys))
    problems += wrong
    outputs = zip(variants, keys, strict=True)
    return Job(source, () if wrong else tuple(Output(v, key, out / key) for v, key in outputs))


def _wrong(source: LocalSource, keys: Sequence[str]) -> Iterator[str]:
    for key in keys:
        if problem := key_problem(key):
            yield f'the output "{key}" of {source.path} cannot be a file path: the key {problem}'


def _identity(path: Path, ignore_case: bool) -> str:
    """A string that is equal for paths of the same file."""
    return unicodedata.normalize("NFC", str(path)).casefold() if ignore_case else str(path)


def _raise_any(problems: Sequence[str]) -> None:
    if len(problems) > _MAX_PROBLEMS:
        more = f"and {len(problems) - _MAX_PROBLEMS} more problems"
        raise CommandError(*problems[:_MAX_PROBLEMS], more)
    if problems:
        raise CommandError(*problems)
