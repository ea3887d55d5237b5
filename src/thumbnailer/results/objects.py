"""The objects that work is about: a source, and what is written beside it."""

from __future__ import annotations

from typing import NamedTuple


class SourceRef(NamedTuple):
    """One object to look at; `key` is decoded."""

    bucket: str
    key: str


class Hint(NamedTuple):
    """A source that somebody asks to look at.

    Attributes:
        source: the object.
        upload: whether it is said to have been uploaded just now, and for the first time. Then
            outputs are probably absent; if they are not, settling costs more, and is as right.
    """

    source: SourceRef
    upload: bool = False


class Origin(NamedTuple):
    """What an output was made from and by; kept in its metadata, None where that is missing.

    Attributes:
        source_etag: of the source.
        variant_id: of the variant whose rendition it is; None of reports.
        recipe_id: of the recipe that rejected the source; None of renditions.
    """

    source_etag: str | None
    variant_id: str | None = None
    recipe_id: str | None = None


class Content(NamedTuple):
    """What is written at a key.

    Attributes:
        data: the bytes.
        content_type: the media type.
        cache_control: the Cache-Control header; None for none.
        width: in pixels; None where it is no picture.
        height: in pixels; None where it is no picture.
    """

    data: bytes
    content_type: str
    cache_control: str | None = None
    width: int | None = None
    height: int | None = None


class Output(NamedTuple):
    """What a HEAD tells of an output; the size in pixels is None where it is not known."""

    etag: str
    origin: Origin
    bytes: int
    content_type: str
    width: int | None = None
    height: int | None = None
