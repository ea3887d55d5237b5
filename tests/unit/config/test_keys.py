from __future__ import annotations

import pytest

from thumbnailer.config.keys import parse_template, prefix_overlaps, split_key, template_conflicts
from thumbnailer.config.rejection import Reason, Rejected

DEFAULT = "thumbnails/{dir}{stem}_{variant}{ext}"


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("uploads/user123.jpg", "thumbnails/user123_thumb.jpg"),
        ("uploads/2026/may/a.png", "thumbnails/2026/may/a_thumb.png"),
        ("uploads/a.b.jpg", "thumbnails/a.b_thumb.jpg"),
        ("uploads/a.c.jpg", "thumbnails/a.c_thumb.jpg"),
        ("uploads/IMG_1.JPG", "thumbnails/IMG_1_thumb.JPG"),
        ("uploads/Été +1.JPG", "thumbnails/Été +1_thumb.JPG"),
        ("uploads/no extension", "thumbnails/no extension_thumb"),
        ("uploads/v1.2/plain", "thumbnails/v1.2/plain_thumb"),
        ("uploads/.png", "thumbnails/_thumb.png"),
        ("uploads/uploads/a.png", "thumbnails/uploads/a_thumb.png"),
        ("uploads//a.png", "thumbnails//a_thumb.png"),
    ],
)
def test_output_key(source: str, output: str) -> None:
    assert parse_template(DEFAULT, "thumb").output_key(source, "uploads/") == output


def test_the_shape_with_the_whole_key() -> None:
    template = parse_template("processed/{key}", "square")
    assert template.output_key("uploads/a.png", "uploads/") == "processed/uploads/a.png"


def test_variant_may_stand_in_prefix_and_middle() -> None:
    template = parse_template("out/{variant}/{dir}{variant}-{stem}{ext}", "small")
    assert template.output_key("uploads/x/a.png", "uploads/") == "out/small/x/small-a.png"


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("t/{dir}{stem}{source_ext}_{variant}{ext}", "t/x/a.b.JPG_thumb.webp"),
        ("t/{dir}{stem}{source_ext}{ext}", "t/x/a.b.JPG.webp"),
        ("t/{key}{ext}", "t/uploads/x/a.b.JPG.webp"),
        ("t/{key}", "t/uploads/x/a.b.JPG"),
    ],
)
def test_templates_of_a_format_of_its_own(text: str, output: str) -> None:
    template = parse_template(text, "thumb", ".webp")
    assert template.output_key("uploads/x/a.b.JPG", "uploads/") == output


@pytest.mark.parametrize(
    "text",
    [
        "t/{dir}{stem}{ext}",  # a.jpg and a.png would both be a.webp
        "t/{dir}{stem}_{source_ext}{ext}",
        "t/{dir}{stem}{source_ext}",  # would not end with the format's extension
        "t/{dir}{source_ext}{stem}{ext}",
    ],
)
def test_a_format_of_its_own_needs_the_sources_extension(text: str) -> None:
    with pytest.raises(ValueError, match="source_ext"):
        parse_template(text, "thumb", ".webp")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{dir}{stem}{ext}",  # no prefix to grant
        "thumbnails{dir}{stem}{ext}",  # prefix without a slash
        "/thumbnails/{dir}{stem}{ext}",
        "thumbnails//{dir}{stem}{ext}",
        "thumbnails/{stem}{ext}",  # x/a.jpg and y/a.jpg meet
        "thumbnails/{dir}{stem}",  # a.jpg and a.png meet
        "thumbnails/{dir}{stem}_thumb.jpg",
        "thumbnails/{dir}{stem}.min{ext}",  # the last dot would not be the source's
        "thumbnails/{dir}{stem}/x{ext}",
        "thumbnails/{dir}a/{stem}{ext}",
        "thumbnails/*/{dir}{stem}{ext}",  # would widen the IAM resource
        "thumbnails/?/{key}",
        "thumbnails/{key}.jpg",
        "thumbnails/{name}{ext}",
        "thumbnails/{dir}{stem}{ext}{ext}",
    ],
)
def test_templates_that_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="PREFIX"):
        parse_template(text, "thumb")


def test_key_of_1024_bytes_is_the_longest() -> None:
    template = parse_template(DEFAULT, "thumb")
    # "thumbnails/" + stem + "_thumb" + ".jpg" have 21 bytes beside the stem; é has two.
    stem = "é" * 501 + "e"
    assert len(template.output_key(f"uploads/{stem[:-1]}.jpg", "uploads/").encode()) == 1023
    assert len(template.output_key(f"uploads/{stem}.jpg", "uploads/").encode()) == 1024
    with pytest.raises(Rejected) as rejected:
        template.output_key(f"uploads/{stem}e.jpg", "uploads/")
    assert rejected.value.reason is Reason.KEY_TOO_LONG
    assert "1025" in rejected.value.detail


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("t/{dir}{stem}_a{ext}", "t/{dir}{stem}_b{ext}", False),
        ("t/{dir}{stem}_a{ext}", "t/{dir}{stem}_a{ext}", True),
        # a_x.jpg by one is a.jpg by the other
        ("t/{dir}{stem}{ext}", "t/{dir}{stem}_x{ext}", True),
        ("t/{dir}{stem}_x{ext}", "t/{dir}{stem}_y_x{ext}", True),
        ("a/{dir}{stem}{ext}", "b/{dir}{stem}{ext}", False),
        # big/a.jpg by one is a.jpg by the other
        ("t/{dir}{stem}{ext}", "t/big/{dir}{stem}{ext}", True),
        ("t/{dir}{stem}_a{ext}", "t/big/{dir}{stem}_b{ext}", False),
        ("t/{key}", "t/{dir}{stem}_x{ext}", True),
        ("t/{key}", "u/{key}", False),
    ],
)
def test_conflicts_between_templates(one: str, other: str, conflict: bool) -> None:
    templates = {"a": parse_template(one, "a"), "b": parse_template(other, "b")}
    sentences = list(template_conflicts(templates))
    assert bool(sentences) is conflict
    if conflict:
        assert '"a"' in sentences[0]
        assert '"b"' in sentences[0]


@pytest.mark.parametrize(
    ("uploads_prefix", "prefix", "overlaps"),
    [
        ("uploads/", "thumbnails/", False),
        ("uploads/", "uploads/", True),
        ("uploads/", "uploads/thumbnails/", True),
        ("pictures/uploads/", "pictures/", True),
        ("up/", "uploads/", False),
    ],
)
def test_outputs_must_not_be_taken_for_uploads(
    uploads_prefix: str, prefix: str, overlaps: bool
) -> None:
    templates = {"thumb": parse_template(prefix + "{key}", "thumb")}
    assert bool(list(prefix_overlaps(uploads_prefix, templates))) is overlaps


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("a/b/c.d.e", ("a/b/", "c.d", ".e")),
        ("c", ("", "c", "")),
        ("a.b/c", ("a.b/", "c", "")),
        ("c.", ("", "c", ".")),
    ],
)
def test_split_key(key: str, parts: tuple[str, str, str]) -> None:
    assert split_key(key) == parts
