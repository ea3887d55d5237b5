"""A variant's id is that of its renditions: it changes with them, and with nothing else."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from thumbnailer.config.recipe import Recipe
from thumbnailer.imaging import render
from tools.samples.pictures import jpeg, png
from tools.samples.recipes import made

NAMES = ("a", "b", "c")
# Other members and other values of a variant, each of which shows in some rendition, or in its
# headers.
LOOKS: dict[str, Any] = {
    "width": 21,
    "height": 9,
    "fit": "fill",
    "gravity": "north",
    "enlarge": True,
    "background": "#123456",
    "format": "webp",
    "quality": 7,
    "max_bytes": 400,
    "progressive": True,
    "animation": "keep",
    "copyright": True,
    "cache_control": "max-age=60",
}
MARKS: dict[str, Any] = {
    "text": "other",
    "gravity": "north",
    "margin": 0.2,
    "scale": 0.9,
    "opacity": 0.1,
}
SOURCES = [jpeg(40, 30), png(40, 30)]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A recipe of three variants, perhaps with a watermark on some of them."""
    variants = {}
    for name in NAMES:
        chosen = draw(st.sets(st.sampled_from(sorted(set(LOOKS) - {"width"}))))
        look = {member: LOOKS[member] for member in sorted(chosen)}
        variants[name] = {"width": draw(st.integers(4, 20)), "key": f"{name}/{{key}}", **look}
    document: dict[str, Any] = {"variants": variants}
    if draw(st.booleans()):
        marked = draw(st.none() | st.lists(st.sampled_from(NAMES), unique=True))
        document["watermark"] = {"text": "mark", "variants": marked}
    return document


def changed(document: dict[str, Any], *path: str, to: object) -> Recipe:
    """The recipe with one member changed."""
    copy = deepcopy(document)
    place = copy
    for name in path[:-1]:
        place = place.setdefault(name, {})
    place[path[-1]] = to
    return made(copy)


def differing(one: Recipe, other: Recipe) -> set[str]:
    ids, others = one.variant_ids, other.variant_ids
    return {name for name in NAMES if ids[name] != others[name]}


@given(documents(), st.sampled_from(NAMES), st.sampled_from(sorted(LOOKS)))
def test_a_changed_variant_changes_its_own_id_and_no_other(
    document: dict[str, Any], name: str, member: str
) -> None:
    if document["variants"][name].get(member) == LOOKS[member]:
        del document["variants"][name][member]
    if member == "width":
        document["variants"][name]["width"] = 20
    # What a changed format would rule out.
    document["variants"][name].pop("animation", None)
    if member == "animation":
        document["variants"][name].pop("format", None)
    after = changed(document, "variants", name, member, to=LOOKS[member])
    assert differing(made(document), after) == {name}


@given(documents(), st.sampled_from(sorted(MARKS)))
def test_a_changed_watermark_changes_the_ids_of_the_variants_that_get_it(
    document: dict[str, Any], member: str
) -> None:
    document.setdefault("watermark", {"text": "mark"})
    marked = document["watermark"].get("variants")
    after = changed(document, "watermark", member, to=MARKS[member])
    assert differing(made(document), after) == set(NAMES if marked is None else marked)


@given(documents(), st.sampled_from(NAMES))
def test_a_watermark_for_one_more_variant_changes_the_id_of_that_one(
    document: dict[str, Any], name: str
) -> None:
    others = [other for other in NAMES if other != name]
    document["watermark"] = {"text": "mark", "variants": others}
    all_of_them = changed(document, "watermark", "variants", to=None)
    assert differing(made(document), all_of_them) == {name}


@given(documents())
def test_a_new_name_key_or_prefix_changes_no_id(document: dict[str, Any]) -> None:
    before = made(document)
    mark = document.get("watermark", {})
    document["variants"] = {
        f"{name}-new": {**variant, "key": f"moved/{name}/{{key}}", "prefix": "x/"}
        for name, variant in document["variants"].items()
    }
    if mark.get("variants") is not None:
        mark["variants"] = [f"{name}-new" for name in mark["variants"]]
    after = made(document)
    for name, variant_id in before.variant_ids.items():
        assert after.variant_ids[f"{name}-new"] == variant_id


@settings(max_examples=50, deadline=None)
@given(documents(), st.sampled_from(SOURCES))
def test_limits_inputs_and_places_change_no_id_and_no_rendition(
    document: dict[str, Any], source: bytes
) -> None:
    one = made(document)
    wider = deepcopy(document) | {
        "limits": {"max_bytes": 6_000_000, "max_pixels": 60_000_000, "max_frames": 3},
        "inputs": ["png", "jpeg", "gif", "webp"],
    }
    for name, variant in wider["variants"].items():
        variant["key"] = f"moved/{name}/{{key}}"
    other = made(wider)
    assert one.id != other.id
    assert one.variant_ids == other.variant_ids
    renditions = [
        {r.variant.name: r.data for r in render(source, recipe).renditions}
        for recipe in (one, other)
    ]
    assert renditions[0] == renditions[1]
