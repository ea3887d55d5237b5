from __future__ import annotations

import pytest

from thumbnailer.config.settings import Metrics, OnDelete, SettingsError, load_settings

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


@pytest.mark.parametrize(
    ("memory_size", "processors"), [("256", 1), ("1769", 1), ("3537", 1), ("3538", 2), ("10240", 5)]
)
def test_whole_processors_come_with_memory(memory_size: str, processors: int) -> None:
    settings = load_settings({**GOOD, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": memory_size})
    assert settings.processors == processors


def test_what_is_not_said_has_its_default() -> None:
    settings = load_settings(GOOD)
    assert settings.destination_bucket == "pictures"
    assert settings.on_delete is OnDelete.KEEP
    assert settings.rejected_prefix is None
    assert settings.topic_arn is None


def test_everything_said() -> None:
    settings = load_settings(
        GOOD
        | {
            "THUMBNAILER_DESTINATION_BUCKET": "thumbnails",
            "THUMBNAILER_ON_DELETE": "remove",
            "THUMBNAILER_REJECTED_PREFIX": "rejected/",
            "THUMBNAILER_TOPIC_ARN": "arn:aws:sns:eu-central-1:123456789012:ready",
        }
    )
    assert settings.destination_bucket == "thumbnails"
    assert settings.on_delete is OnDelete.REMOVE
    assert settings.rejected_prefix == "rejected/"
    assert settings.topic_arn == "arn:aws:sns:eu-central-1:123456789012:ready"


def test_metrics_are_one_of_three_words() -> None:
    assert load_settings(GOOD).metrics is Metrics.OUTCOMES
    assert load_settings({**GOOD, "THUMBNAILER_METRICS": "none"}).metrics is Metrics.NONE
    with pytest.raises(SettingsError, match='METRICS is "some"; it must be "none", "outcomes" or'):
        load_settings({**GOOD, "THUMBNAILER_METRICS": "some"})


def test_on_delete_is_one_of_two_words() -> None:
    with pytest.raises(SettingsError, match='THUMBNAILER_ON_DELETE is "delete"; it must be "keep"'):
        load_settings({**GOOD, "THUMBNAILER_ON_DELETE": "delete"})


@pytest.mark.parametrize("prefix", ["uploads/", "uploads/rejected/", "thumbnails/rejected/"])
def test_reports_lie_apart_from_uploads_and_outputs(prefix: str) -> None:
    with pytest.raises(SettingsError, match=f'is "{prefix}", which overlaps'):
        load_settings({**GOOD, "THUMBNAILER_REJECTED_PREFIX": prefix})


def test_two_buckets_make_no_loop() -> None:
    environ = {
        **GOOD,
        "THUMBNAILER_UPLOADS_PREFIX": "thumbnails/",
        "THUMBNAILER_DESTINATION_BUCKET": "thumbnails",
        "THUMBNAILER_REJECTED_PREFIX": "rejected/",
    }
    assert load_settings(environ).uploads_prefix == "thumbnails/"


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
