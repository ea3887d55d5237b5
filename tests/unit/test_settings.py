from __future__ import annotations

import pytest

from thumbnailer.settings import SettingsError, load_settings

GOOD = {
    "THUMBNAILER_BUCKET": "pictures",
    "THUMBNAILER_UPLOADS_PREFIX": "uploads/",
    "THUMBNAILER_RECIPE": '{"variants": {"thumb": {"width": 150, "height": 150}}}',
}


def test_good_environment() -> None:
    settings = load_settings(GOOD)
    assert settings.bucket == "pictures"
    assert settings.uploads_prefix == "uploads/"
    assert settings.recipe.variants[0].name == "thumb"


def test_memory_is_what_the_function_has_beside_its_idle_weight() -> None:
    assert load_settings(GOOD).memory is None
    settings = load_settings({**GOOD, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769"})
    assert settings.memory == (1769 - 128) * 2**20


def test_empty_environment_names_all_variables_at_once() -> None:
    with pytest.raises(SettingsError) as error:
        load_settings({})
    for name in GOOD:
        assert f"- {name} is not set" in str(error.value)


def test_all_problems_at_once() -> None:
    with pytest.raises(SettingsError) as error:
        load_settings(
            {
                "THUMBNAILER_UPLOADS_PREFIX": "/uploads",
                "THUMBNAILER_RECIPE": '{"variants": {"thumb": {"width": 0, "height": 0}}}',
            }
        )
    lines = str(error.value).splitlines()
    assert [line.split()[1].rstrip(":") for line in lines[1:]] == [
        "THUMBNAILER_BUCKET",
        "THUMBNAILER_UPLOADS_PREFIX",
        "THUMBNAILER_RECIPE",
        "THUMBNAILER_RECIPE",
    ]


@pytest.mark.parametrize("prefix", ["uploads", "/uploads/", "up*/", "u?/", "a//b/", "/"])
def test_uploads_prefix_must_be_one(prefix: str) -> None:
    with pytest.raises(SettingsError, match="must look like"):
        load_settings({**GOOD, "THUMBNAILER_UPLOADS_PREFIX": prefix})


def test_endless_loop_is_refused() -> None:
    with pytest.raises(SettingsError, match="overlaps the uploads prefix"):
        load_settings({**GOOD, "THUMBNAILER_UPLOADS_PREFIX": "thumbnails/incoming/"})
