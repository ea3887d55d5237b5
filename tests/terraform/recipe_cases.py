"""Recipes as a user writes them, in variables of the root module: good ones and bad ones."""

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

NAMES = "variants must have names"
SIDES = "variants must have a width and height of"
NO_SIDE = "variants must have a width or a height"
QUALITY = "variants must have a quality"
BUDGET = "variants must have a max_bytes"
PREFIX = "variants must have a prefix"
BACKGROUND = "variants must have a background"
STILL = 'variants must have the format "same" or "webp" to keep'
KEY = "variants must have a key of the form"
LOOP = "variants must write to a folder"
TWICE = "variants must never write one key twice"

# With the beginning of what Terraform says.
BAD: dict[str, tuple[str, Case]] = {
    "no_variants": ("variants must be 1 to 20", {"variants": {}}),
    "variants_21": (
        "variants must be 1 to 20",
        {"variants": {f"v{n}": {"width": 9, "key": "{variant}/{key}"} for n in range(21)}},
    ),
    "name_in_upper_case": (NAMES, {"variants": {"Thumb": {"width": 9}}}),
    "name_with_a_slash": (NAMES, {"variants": {"a/b": {"width": 9, "key": "t/{key}"}}}),
    "name_begins_with_a_hyphen": (NAMES, {"variants": {"-a": {"width": 9}}}),
    "name_of_33_characters": (NAMES, {"variants": {"0" * 33: {"width": 9}}}),
    "name_empty": (NAMES, {"variants": {"": {"width": 9}}}),
    "no_side": (NO_SIDE, {"variants": {"thumb": {"quality": 80}}}),
    "both_sides_null": (NO_SIDE, one(width=None)),
    "width_0": (SIDES, one(width=0)),
    "width_16385": (SIDES, one(width=16385)),
    "width_broken": (SIDES, one(width=1.5)),
    "height_0": (SIDES, one(height=0)),
    "height_16385": (SIDES, one(height=16385)),
    "height_broken": (SIDES, one(height=1.5)),
    "quality_0": (QUALITY, one(quality=0)),
    "quality_96": (QUALITY, one(quality=96)),
    "quality_broken": (QUALITY, one(quality=80.5)),
    "max_bytes_0": (BUDGET, one(max_bytes=0)),
    "max_bytes_broken": (BUDGET, one(max_bytes=1.5)),
    "max_bytes_of_more_than_256_mib": (BUDGET, one(max_bytes=268435457)),
    "max_bytes_of_a_png": ("variants must have no max_bytes", one(max_bytes=9, format="png")),
    "fit_unknown": ("variants must have a fit", one(fit="outside")),
    "fit_in_upper_case": ("variants must have a fit", one(fit="Cover")),
    "gravity_unknown": ("variants must have a gravity", one(gravity="centre")),
    "format_unknown": ("variants must have a format", one(format="bmp")),
    "format_no_output": ("variants must have a format", one(format="gif")),
    "prefix_without_a_slash": (PREFIX, one(prefix="avatars")),
    "prefix_with_a_slash_at_the_start": (PREFIX, one(prefix="/avatars/")),
    "prefix_with_an_empty_folder": (PREFIX, one(prefix="a//b/")),
    "prefix_with_a_star": (PREFIX, one(prefix="a*/")),
    "prefix_with_a_question_mark": (PREFIX, one(prefix="a?/")),
    "background_by_name": (BACKGROUND, one(background="white")),
    "background_without_a_hash": (BACKGROUND, one(background="ffffff")),
    "background_of_7_digits": (BACKGROUND, one(background="#fffffff")),
    "background_of_no_hexadecimal_digits": (BACKGROUND, one(background="#ggffff")),
    "background_empty": (BACKGROUND, one(background="")),
    "limits_max_bytes_0": ("limits.max_bytes", one() | {"limits": {"max_bytes": 0}}),
    "limits_max_bytes_at_most": ("limits.max_bytes", one() | {"limits": {"max_bytes": 268435457}}),
    "limits_max_bytes_broken": ("limits.max_bytes", one() | {"limits": {"max_bytes": 1.5}}),
    "limits_max_pixels_0": ("limits.max_pixels", one() | {"limits": {"max_pixels": 0}}),
    "limits_max_pixels_at_most": (
        "limits.max_pixels",
        one() | {"limits": {"max_pixels": 178956971}},
    ),
    "limits_max_pixels_broken": ("limits.max_pixels", one() | {"limits": {"max_pixels": 1.5}}),
    "limits_max_frames_0": ("limits.max_frames", one() | {"limits": {"max_frames": 0}}),
    "limits_max_frames_at_most": ("limits.max_frames", one() | {"limits": {"max_frames": 1001}}),
    "limits_max_frames_broken": ("limits.max_frames", one() | {"limits": {"max_frames": 1.5}}),
    "animation_unknown": ("variants must have an animation", one(animation="last")),
    "animation_of_a_jpeg": (STILL, one(animation="keep", format="jpeg")),
    "animation_of_a_png": (STILL, one(animation="keep", format="png")),
    "animation_of_an_avif": (STILL, one(animation="keep", format="avif")),
    "no_inputs": ("inputs must hold", one() | {"inputs": []}),
    "inputs_unknown": ("inputs must hold", one() | {"inputs": ["jpeg", "bmp"]}),
    "inputs_in_upper_case": ("inputs must hold", one() | {"inputs": ["JPEG"]}),
    "inputs_null": ("inputs must hold", one() | {"inputs": ["jpeg", None]}),
    # Watermarks.
    "mark_of_nothing": ("watermark must have an image or a text", marked()),
    "mark_of_both": ("watermark must have an image or a text", marked(image="a.png", text="x")),
    "mark_of_empty_strings": ("watermark must have an image or a text", marked(image="", text="")),
    "mark_text_without_glyphs": ("watermark.text must", marked(text="漢字")),
    "mark_text_with_a_zero_width_joiner": ("watermark.text must", marked(text="a\u200db")),
    "mark_text_with_an_emoji": ("watermark.text must", marked(text="©😀")),
    "mark_text_with_an_accent_of_nothing": ("watermark.text must", marked(text="q\u0301")),
    "mark_text_of_61_characters": ("watermark.text must", marked(text="x" * 61)),
    "mark_text_with_a_line_break": ("watermark.text must", marked(text="a\nb")),
    "mark_text_that_ends_with_a_line_break": ("watermark.text must", marked(text="a\n")),
    "mark_on_an_unknown_variant": (
        "watermark.variants must",
        marked(text="x", variants=["thumb", "nobody"]),
    ),
    "mark_on_a_null": ("watermark.variants must", marked(text="x", variants=[None])),
    "mark_by_attention": ("watermark.gravity must", marked(text="x", gravity="attention")),
    "mark_by_focal": ("watermark.gravity must", marked(text="x", gravity="focal")),
    "mark_gravity_unknown": ("watermark.gravity must", marked(text="x", gravity="top")),
    "mark_margin_negative": ("watermark.margin", marked(text="x", margin=-0.1)),
    "mark_margin_of_more_than_1": ("watermark.margin", marked(text="x", margin=1.1)),
    "mark_scale_negative": ("watermark.margin", marked(text="x", scale=-1)),
    "mark_scale_of_more_than_1": ("watermark.margin", marked(text="x", scale=25)),
    "mark_opacity_negative": ("watermark.margin", marked(text="x", opacity=-1)),
    "mark_opacity_of_more_than_1": ("watermark.margin", marked(text="x", opacity=2)),
    # Keys of no shape.
    "key_empty": (KEY, one(key="")),
    "key_without_a_folder": (KEY, one(key="{dir}{stem}_{variant}{ext}")),
    "key_with_a_slash_at_the_start": (KEY, one(key="/thumbnails/{key}")),
    "key_with_an_empty_folder": (KEY, one(key="a//{key}")),
    "key_fixed": (KEY, one(key="thumbnails/one.jpg")),
    "key_without_dir": (KEY, one(key="t/{stem}_{variant}{ext}")),
    "key_without_stem": (KEY, one(key="t/{dir}{variant}{ext}")),
    "key_without_ext": (KEY, one(key="t/{dir}{stem}_{variant}.jpg")),
    "key_with_an_unknown_placeholder": (KEY, one(key="t/{dir}{stem}{size}{ext}")),
    "key_twice": (KEY, one(key="t/{key}{key}")),
    "key_with_something_after_key": (KEY, one(key="t/{key}.jpg")),
    "key_with_something_after_ext": (KEY, one(key="t/{dir}{stem}{ext}_thumb")),
    "key_with_a_folder_after_dir": (KEY, one(key="t/{dir}small/{stem}{ext}")),
    "key_with_a_dot_after_stem": (KEY, one(key="t/{dir}{stem}.{variant}{ext}")),
    "key_with_a_slash_after_stem": (KEY, one(key="t/{dir}{stem}/{variant}{ext}")),
    "key_with_a_star": (KEY, one(key="thumb*/{key}")),
    "key_with_a_question_mark": (KEY, one(key="thumb?/{key}")),
    "key_with_a_star_after_dir": (KEY, one(key="t/{dir}*{stem}{ext}")),
    "key_with_a_question_mark_after_stem": (KEY, one(key="t/{dir}{stem}?{ext}")),
    "key_that_ends_with_a_line_break": (KEY, one(key="t/{key}\n")),
    "key_with_the_ext_of_same": (KEY, one(key="t/{key}{ext}")),
    "key_with_the_source_ext_of_same": (KEY, one(key="t/{dir}{stem}{source_ext}_x{ext}")),
    "key_that_loses_the_source_ext": (KEY, one(format="webp", key="t/{dir}{stem}_x{ext}")),
    "key_without_ext_of_a_fixed_format": (KEY, one(format="webp", key="t/{dir}{stem}{source_ext}")),
    "key_with_something_before_the_source_ext": (
        KEY,
        one(format="webp", key="t/{dir}{stem}_x{source_ext}{ext}"),
    ),
    "key_with_a_dot_before_ext": (KEY, one(format="webp", key="t/{dir}{stem}{source_ext}.x{ext}")),
    "key_with_a_dot_after_key": (KEY, one(format="webp", key="t/{key}.x{ext}")),
    "key_with_a_slash_after_key": (KEY, one(format="webp", key="t/{key}/x{ext}")),
    "key_with_something_after_key_of_a_fixed_format": (KEY, one(format="webp", key="t/{key}_x")),
    # Outputs among the uploads.
    "outputs_among_the_uploads": (LOOP, one(key="uploads/thumbnails/{key}")),
    "outputs_around_the_uploads": (
        LOOP,
        one(key="app/{key}") | {"uploads_prefix": "app/uploads/"},
    ),
    "outputs_are_the_uploads": (
        LOOP,
        {"variants": {"uploads": {"width": 9, "key": "{variant}/{dir}{stem}_small{ext}"}}},
    ),
    "outputs_by_default_are_the_uploads": (LOOP, one() | {"uploads_prefix": "thumbnails/"}),
    "outputs_by_default_are_around_the_uploads": (
        LOOP,
        one(format="png") | {"uploads_prefix": "thumbnails/in/"},
    ),
    # Two variants that could write one key.
    "twice_by_the_same_key": (TWICE, pair("t/{key}", "t/{key}")),
    "twice_by_the_same_ending": (TWICE, pair("t/{dir}{stem}{ext}", "t/{dir}{stem}{ext}")),
    "twice_by_an_ending_that_ends_with_the_other": (
        TWICE,
        pair("t/{dir}{stem}_x{ext}", "t/{dir}{stem}_y_x{ext}"),
    ),
    "twice_by_an_empty_ending": (TWICE, pair("t/{dir}{stem}{ext}", "t/{dir}{stem}_x{ext}")),
    "twice_by_a_folder_in_a_folder": (TWICE, pair("t/{key}", "t/u/{key}")),
    "twice_by_a_key_beside_a_stem": (TWICE, pair("t/{key}", "t/{dir}{stem}_x{ext}")),
    "twice_by_the_same_ending_in_a_folder_in_a_folder": (
        TWICE,
        pair("t/u/{dir}{stem}_x{ext}", "t/{dir}{stem}_x{ext}"),
    ),
    "twice_by_the_default": (TWICE, pair({}, "thumbnails/{dir}{stem}_a{ext}")),
    "twice_by_the_default_of_a_fixed_format": (
        TWICE,
        pair(
            {"format": "webp"},
            {"format": "webp", "key": "thumbnails/{key}_a{ext}"},
        ),
    ),
    "twice_by_names_that_end_alike": (
        TWICE,
        {"variants": {"b": {"width": 9}, "a_b": {"width": 9}}},
    ),
    "twice_in_one_format": (TWICE, pair(formatted("webp", "_x"), formatted("webp", "_y_x"))),
    "twice_in_a_format_and_same": (TWICE, pair("t/{dir}{stem}_x{ext}", formatted("webp", "_x"))),
    "twice_by_a_key_beside_a_format": (
        TWICE,
        pair({"format": "webp", "key": "t/{key}"}, formatted("avif", "_x")),
    ),
    "twice_by_keys_of_two_formats": (
        TWICE,
        pair({"format": "webp", "key": "t/{key}"}, {"format": "avif", "key": "t/{key}"}),
    ),
}

# What the function would take, but not with the role that Terraform gives it.
BAD_AS_DEPLOYED: dict[str, tuple[str, Case]] = {
    "mark_image_with_a_star": ("watermark.image must", marked(image="assets/*")),
    "mark_image_with_a_question_mark": ("watermark.image must", marked(image="a?.png")),
    "mark_image_with_a_variable_of_iam": ("watermark.image must", marked(image="a${aws:x}")),
}
