"""Recipes as a user writes them, in variables of the root module: good ones.

The bad ones are in recipe_refusals.py.
"""

from __future__ import annotations

from typing import Any

Case = dict[str, Any]


def one(**members: object) -> Case:
    """One variant, 150 pixels wide and with these members."""
    return {"variants": {"thumb": {"width": 150, **members}}}


def pair(a: Case | str, b: Case | str) -> Case:
    """Two variants; a mere string is the key of one."""
    members = {"a": a, "b": b}
    return {
        "variants": {
            name: {"width": 10, **({"key": given} if isinstance(given, str) else given)}
            for name, given in members.items()
        }
    }


def marked(**members: object) -> Case:
    """One variant and a watermark of these members."""
    return one() | {"watermark": members}


def formatted(form: str, ending: str) -> Case:
    """The members of a variant with a fixed format and this before its {ext}."""
    return {"format": form, "key": f"t/{{dir}}{{stem}}{{source_ext}}{ending}{{ext}}"}


COMPASS = ["north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"]

GOOD: dict[str, Case] = {
    "width_only": one(),
    "height_only": {"variants": {"thumb": {"height": 1}}},
    "largest": one(width=16384, height=16384, quality=95, max_bytes=268435456),
    "smallest": one(width=1, height=1, quality=1, max_bytes=1),
    "all_nulls": one(
        prefix=None,
        height=None,
        fit=None,
        gravity=None,
        enlarge=None,
        background=None,
        format=None,
        quality=None,
        max_bytes=None,
        progressive=None,
        animation=None,
        copyright=None,
        cache_control=None,
        key=None,
    )
    | {"inputs": None, "limits": {"max_bytes": None}, "watermark": None},
    "all_defaults": one(
        prefix="",
        fit="inside",
        gravity="center",
        enlarge=False,
        format="same",
        progressive=False,
        animation="first",
        copyright=False,
        key="thumbnails/{dir}{stem}_{variant}{ext}",
    )
    | {
        "inputs": ["png", "jpeg"],
        "limits": {"max_bytes": 5242880, "max_pixels": 50000000, "max_frames": 100},
    },
    "nothing_is_the_default": one(
        prefix="a/b/",
        height=75,
        fit="cover",
        gravity="attention",
        enlarge=True,
        background="#Ff800040",
        format="webp",
        quality=70,
        max_bytes=50000,
        progressive=True,
        animation="keep",
        copyright=True,
        cache_control='max-age=60, "é"',
        key="t/{key}_small{ext}",
    )
    | {
        "inputs": ["webp", "jpeg", "jpeg"],
        "limits": {"max_bytes": 1, "max_pixels": 2, "max_frames": 3},
        "watermark": {
            "text": ' ~${a}%{b}\\"',
            "variants": ["thumb"],
            "gravity": "center",
            "margin": 0,
            "scale": 1,
            "opacity": 0.5,
        },
    },
    "mark_with_accents": marked(text="© Café Łódź ẞțỹ – Ελλάδα, Їжак №1 “…” 5 €"),
    "mark_with_every_sign": marked(text="¡¬®ſȘțΆΊΌΎΡΣώЀџҐґẞẠỹ–—‘’‚“”„†‡•…‰‹›€№™−"),
    "mark_with_an_accent_apart": marked(text="Cafe\u0301"),
    "second_default_key": one(format="jpeg"),
    "every_fit": {
        "variants": {
            fit: {"width": 9, "fit": fit} for fit in ["inside", "cover", "contain", "fill"]
        }
    },
    "every_gravity": {
        "variants": {
            gravity: {"width": 9, "gravity": gravity, "key": "{variant}/{key}"}
            for gravity in ["center", *COMPASS, "focal", "attention"]
        }
    },
    "every_format": {
        "variants": {
            form: {"width": 9, "format": form} for form in ["same", "jpeg", "png", "webp", "avif"]
        }
    },
    "every_input": one() | {"inputs": ["jpeg", "png", "webp", "gif", "avif", "tiff", "heic"]},
    "one_input": one() | {"inputs": ["jpeg"]},
    "empty_cache_control": one(cache_control=""),
    "twenty_variants": {
        "variants": {f"{n:032}": {"width": 9, "key": "{variant}/{key}"} for n in range(20)}
    },
    "limits_at_most": one()
    | {"limits": {"max_bytes": 268435456, "max_pixels": 178956970, "max_frames": 1000}},
    "limits_at_least": one() | {"limits": {"max_bytes": 1, "max_pixels": 1, "max_frames": 1}},
    "animation_of_a_webp": one(animation="keep", format="webp"),
    "animation_of_the_same": one(animation="keep"),
    "marked_by_image": marked(image="assets/logo.png"),
    "marked_by_text_with_nulls": marked(
        text="x", image=None, variants=None, gravity=None, margin=None, scale=None, opacity=None
    ),
    "marked_with_defaults": marked(
        text="(c) blog", gravity="southeast", margin=0.03, scale=0.25, opacity=0.7
    ),
    "marked_by_60_characters": marked(text="x" * 60),
    "marked_by_60_signs": marked(text="©™°±·«»“”…" * 6),
    "marked_nowhere": marked(text="x", variants=[]),
    "marked_by_an_empty_image": marked(text="x", image=""),
    "marked_by_an_empty_text": marked(image="x", text=""),
    # Keys.
    "key_in_folders": one(key="a b/ü/{variant}/{dir}x-{stem}-y{ext}"),
    "key_with_a_line_break": one(key="a\nb/{dir}c\nd{stem}e\nf{ext}"),
    "key_of_a_fixed_format": one(format="avif", key="t/{dir}x-{stem}{source_ext}-y{ext}"),
    "key_of_a_fixed_format_without_ending": one(
        format="avif", key="t/{dir}{stem}{source_ext}{ext}"
    ),
    "key_of_a_fixed_format_as_it_is": one(format="png", key="t/{key}"),
    "key_of_a_fixed_format_with_ext": one(format="png", key="t/{key}{ext}"),
    "square_jpeg_at_the_whole_key": {
        "variants": {
            "processed": {
                "width": 300,
                "height": 300,
                "fit": "fill",
                "enlarge": True,
                "format": "jpeg",
                "key": "processed/{key}",
            }
        }
    },
    "outputs_that_only_look_like_uploads": one(key="uploads-small/{key}"),
    # Pairs.
    "apart_by_default": pair({}, {"format": "webp"}),
    "apart_by_folders": pair("t/{key}", "u/{key}"),
    "apart_by_folders_that_begin_alike": pair("t/{key}", "tt/{key}"),
    "apart_by_endings": pair("t/{dir}{stem}_a{ext}", "t/{dir}{stem}_b{ext}"),
    "apart_by_endings_in_a_folder_in_a_folder": pair(
        "t/u/{dir}{stem}_a{ext}", "t/{dir}x{stem}_b{ext}"
    ),
    "apart_by_endings_with_line_breaks": pair(
        "t/{dir}\n{stem}\n_a{ext}", "t/{dir}\n{stem}\n_b{ext}"
    ),
    "apart_by_formats": pair(formatted("webp", "_x"), formatted("avif", "_x")),
    "apart_by_formats_though_one_ends_with_the_other": pair(
        formatted("webp", ""), formatted("avif", "_x")
    ),
    "apart_by_formats_of_keys": pair(
        {"format": "webp", "key": "t/{key}{ext}"}, {"format": "avif", "key": "t/{key}{ext}"}
    ),
    "apart_by_endings_of_keys": pair(
        {"format": "webp", "key": "t/{key}_a{ext}"}, formatted("webp", "_b")
    ),
    "apart_by_endings_and_same": pair("t/{dir}{stem}_a{ext}", formatted("webp", "_b")),
}
