from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.config.test_keys import KEYS, TEMPLATES, UPLOADS
from thumbnailer.config.keys import Template
from thumbnailer_cli.audit.inverse import Claim, claim, source_key
from tools.samples.recipes import made


@settings(max_examples=1000)
@given(TEMPLATES, KEYS)
def test_a_template_is_read_backwards(template: Template, key: str) -> None:
    assert source_key(template, template.output_key(key, UPLOADS), UPLOADS) == key


@settings(max_examples=1000)
@given(TEMPLATES, st.text("ab./_xé", max_size=10))
def test_only_what_a_template_would_write_has_a_source(template: Template, rest: str) -> None:
    key = template.prefix + rest
    source = source_key(template, key, UPLOADS)
    if source is not None:
        assert source.startswith(UPLOADS)
        assert template.output_key(source, UPLOADS) == key


@given(TEMPLATES, st.text("ab./_xé", max_size=10))
def test_what_lies_elsewhere_has_no_source(template: Template, key: str) -> None:
    if not key.startswith(template.prefix):
        assert source_key(template, key, UPLOADS) is None


RECIPE = made(
    {
        "variants": {
            "thumb": {"width": 9},
            "web": {"width": 9, "format": "webp"},
            "all": {"width": 9, "key": "all/{key}"},
            "trips": {"width": 9, "prefix": "a/", "key": "trips/{dir}x.{stem}{ext}"},
        }
    }
)


@given(KEYS)
def test_every_output_of_a_recipe_is_claimed_by_its_variant(key: str) -> None:
    for variant in RECIPE.variants_for(key, UPLOADS):
        output = variant.key.output_key(key, UPLOADS)
        assert claim(output, RECIPE, UPLOADS) == Claim(variant.name, key)


@given(KEYS)
def test_a_variant_claims_nothing_that_it_is_not_made_of(key: str) -> None:
    (trips,) = (variant for variant in RECIPE.variants if variant.name == "trips")
    claimed = claim(trips.key.output_key(key, UPLOADS), RECIPE, UPLOADS)
    assert (claimed is not None) == key.startswith("uploads/a/")
