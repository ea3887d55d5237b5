"""Recipes as a user writes them, in variables of the root module: bad ones."""

from __future__ import annotations

from tests.terraform.recipe_cases import Case, formatted, marked, one, pair

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
