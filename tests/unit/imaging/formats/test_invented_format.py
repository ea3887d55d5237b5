"""A new format takes a row and a decoder, and nothing else: docs/development/extending.md."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.support.invented_format import ROW, odd
from thumbnailer.config.formats import FORMATS, Format
from thumbnailer.config.recipe import Recipe
from thumbnailer.config.recipe_json import RecipeError
from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging import Rendition, prepare, render
from thumbnailer.imaging.formats.sniff import sniff
from tools.samples.pictures import encoded, opened, png, quadrants
from tools.samples.recipes import made

THUMB = {"width": 32, "height": 32}


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> Format:
    monkeypatch.setitem(FORMATS, ROW.name, ROW)
    return ROW


def taking(*inputs: str, **variant: object) -> Recipe:
    return made({"inputs": [*inputs], "variants": {"thumb": {**THUMB, **variant}}})


def rendered(data: bytes, recipe: Recipe) -> Rendition:
    return render(data, recipe).renditions[0]


def test_without_its_row_nobody_knows_it() -> None:
    with pytest.raises(RecipeError, match=r'inputs must be a list of jpeg, .*, not \["odd"\]'):
        taking("odd")
    with pytest.raises(Rejected) as rejected:
        rendered(odd(quadrants()), taking("png"))
    assert rejected.value.reason is Reason.NOT_AN_IMAGE


def test_recipes_may_allow_it(invented: Format) -> None:
    assert taking("odd", "png").inputs == ("png", "odd")


def test_where_a_recipe_does_not_it_is_told_by_name(invented: Format) -> None:
    with pytest.raises(Rejected) as rejected:
        rendered(odd(quadrants()), taking("jpeg", "png"))
    assert rejected.value.reason is Reason.UNSUPPORTED_FORMAT
    assert rejected.value.detail == "the content is ODD; accepted formats: JPEG, PNG"


def test_it_is_told_by_its_content_among_all_others(invented: Format) -> None:
    assert sniff(odd(quadrants()), [*FORMATS]) is invented
    assert sniff(png(), [*FORMATS]).name == "png"


def test_its_memory_is_estimated(invented: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    data, recipe = odd(quadrants(600, 400)), taking("odd")
    needed = prepare(data, recipe).memory
    monkeypatch.setitem(FORMATS, ROW.name, ROW._replace(bytes_per_pixel=0))
    assert needed - prepare(data, recipe).memory == 600 * 400 * ROW.bytes_per_pixel


def test_its_limits_are_kept(invented: Format) -> None:
    recipe = made({"inputs": ["odd"], "limits": {"max_pixels": 100}, "variants": {"t": THUMB}})
    with pytest.raises(Rejected) as rejected:
        prepare(odd(quadrants(11, 10)), recipe)
    assert rejected.value.reason is Reason.TOO_MANY_PIXELS


@pytest.mark.parametrize(("form", "pillows"), [("same", "PNG"), ("webp", "WEBP"), ("jpeg", "JPEG")])
def test_it_is_rendered_as_a_png_of_the_same_pixels_is(
    form: str, pillows: str, invented: Format
) -> None:
    image = quadrants(90, 60).resize((90, 60), Image.Resampling.BILINEAR)
    recipe = taking("odd", "png", format=form)
    made_of_it, made_of_png = (rendered(data, recipe) for data in (odd(image), encoded(image)))
    assert opened(made_of_it.data).format == pillows
    assert made_of_it == made_of_png


@pytest.mark.parametrize("left", [5, 20, -1])
def test_a_damaged_one_is_rejected(left: int, invented: Format) -> None:
    with pytest.raises(Rejected) as rejected:
        rendered(odd(quadrants())[:left], taking("odd"))
    assert rejected.value.reason is Reason.CORRUPT
    assert rejected.value.detail.startswith("the ODD cannot be decoded: ")


def test_an_output_format_takes_a_row_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RecipeError, match="must be one of same, jpeg, png, webp, avif, not"):
        taking("png", format="tiff")
    row = FORMATS["tiff"]._replace(output=True, options={"compression": "tiff_lzw"})
    monkeypatch.setitem(FORMATS, "tiff", row)
    recipe = taking("png", format="tiff", key="t/{dir}{stem}{source_ext}{ext}")
    made_of_png = rendered(png(), recipe)
    image = opened(made_of_png.data)
    assert (image.format, image.info["compression"]) == ("TIFF", "tiff_lzw")
    assert made_of_png.content_type == "image/tiff"
    assert recipe.variants[0].key.output_key("u/a.png", "u/") == "t/a.png.tif"
    with pytest.raises(
        RecipeError, match="max_bytes requires a format with a quality; TIFF has none"
    ):
        taking("png", format="tiff", max_bytes=100)
    with pytest.raises(RecipeError, match="can be kept in the formats same and webp only"):
        taking("png", format="tiff", animation="keep")
