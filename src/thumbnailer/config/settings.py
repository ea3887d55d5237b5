"""The deployment's settings, read from the environment that Terraform writes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from thumbnailer.config.keys import overlap, prefix_overlaps, prefix_problem
from thumbnailer.config.recipe_json import RecipeError, parse_recipe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thumbnailer.config.recipe import Recipe

BUCKET = "THUMBNAILER_BUCKET"
UPLOADS_PREFIX = "THUMBNAILER_UPLOADS_PREFIX"
RECIPE = "THUMBNAILER_RECIPE"
DESTINATION_BUCKET = "THUMBNAILER_DESTINATION_BUCKET"
ON_DELETE = "THUMBNAILER_ON_DELETE"
REJECTED_PREFIX = "THUMBNAILER_REJECTED_PREFIX"
TOPIC_ARN = "THUMBNAILER_TOPIC_ARN"
METRICS = "THUMBNAILER_METRICS"
# Lambda's own: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, in MiB.
MEMORY_SIZE = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE"

# What the interpreter, boto3 and Pillow take before the first picture, in MiB, rounded up.
_IDLE = 128
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html: so many MiB are one vCPU.
PROCESSOR = 1769


class SettingsError(ValueError):
    """Environment variables are invalid; the text lists every problem, one a line."""


class OnDelete(StrEnum):
    """What becomes of the outputs of a source that is gone, or replaced by a rejected one."""

    KEEP = "keep"
    REMOVE = "remove"


class Metrics(StrEnum):
    """Which metrics the log lines carry; CloudWatch charges for each by the hour."""

    NONE = "none"
    OUTCOMES = "outcomes"
    ALL = "all"


@dataclass(frozen=True)
class Settings:
    """What one deployment works on and what it makes.

    Attributes:
        bucket: of the sources.
        uploads_prefix: of the sources.
        recipe: what is made of them.
        destination_bucket: of the outputs.
        on_delete: what becomes of outputs without a good source.
        rejected_prefix: of the reports of rejected sources; None for no reports.
        topic_arn: of the SNS topic for completion notices; None for no notices.
        metrics: which metrics the log lines carry.
        memory: bytes that sources and pictures may take; None for any amount.
        processors: how many pictures can be decoded at the same time.
    """

    bucket: str
    uploads_prefix: str
    recipe: Recipe
    destination_bucket: str
    on_delete: OnDelete = OnDelete.KEEP
    rejected_prefix: str | None = None
    topic_arn: str | None = None
    metrics: Metrics = Metrics.OUTCOMES
    memory: int | None = None
    processors: int = 1


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read and check the settings.

    Raises:
        SettingsError: with all problems at once, each naming the variable.
    """
    problems = [
        f"{name} is not set" for name in (BUCKET, UPLOADS_PREFIX, RECIPE) if not environ.get(name)
    ]
    uploads_prefix = environ.get(UPLOADS_PREFIX, "")
    rejected_prefix = environ.get(REJECTED_PREFIX)
    for name, prefix in ((UPLOADS_PREFIX, uploads_prefix), (REJECTED_PREFIX, rejected_prefix)):
        if prefix and (problem := prefix_problem(prefix)):
            problems.append(f"{name} {problem}")
    recipe: Recipe | None = None
    if text := environ.get(RECIPE):
        try:
            recipe = parse_recipe(text)
        except RecipeError as error:
            problems += [f"{RECIPE}: {problem}" for problem in error.problems]
    on_delete = environ.get(ON_DELETE) or OnDelete.KEEP
    if on_delete not in set(OnDelete):
        problems.append(f'{ON_DELETE} is "{on_delete}"; it must be "keep" or "remove"')
    metrics = environ.get(METRICS) or Metrics.OUTCOMES
    if metrics not in set(Metrics):
        problems.append(f'{METRICS} is "{metrics}"; it must be "none", "outcomes" or "all"')
    bucket = environ.get(BUCKET, "")
    destination_bucket = environ.get(DESTINATION_BUCKET) or bucket
    # In a bucket of their own, outputs and reports cannot be taken for uploads.
    uploads_beside = uploads_prefix if bucket == destination_bucket else None
    if recipe:
        problems += _overlaps(recipe, uploads_beside, rejected_prefix)
    if problems or recipe is None:
        raise SettingsError(
            "invalid environment variables:\n" + "\n".join(f"- {p}" for p in problems)
        )
    size = environ.get(MEMORY_SIZE, "")
    memory = int(size) if size.isdecimal() else None
    return Settings(
        bucket=bucket,
        uploads_prefix=uploads_prefix,
        recipe=recipe,
        destination_bucket=destination_bucket,
        on_delete=OnDelete(on_delete),
        rejected_prefix=rejected_prefix or None,
        topic_arn=environ.get(TOPIC_ARN) or None,
        metrics=Metrics(metrics),
        memory=(memory - _IDLE) * 2**20 if memory else None,
        processors=max(1, (memory or 0) // PROCESSOR),
    )


def _overlaps(
    recipe: Recipe, uploads_prefix: str | None, rejected_prefix: str | None
) -> Iterator[str]:
    templates = {variant.name: variant.key for variant in recipe.variants}
    others = {template.prefix for template in templates.values()}
    if uploads_prefix:
        yield from (f"{RECIPE}: {loop}" for loop in prefix_overlaps(uploads_prefix, templates))
        others.add(uploads_prefix)
    for other in sorted(others):
        if rejected_prefix and overlap(rejected_prefix, other):
            yield (
                f'{REJECTED_PREFIX} is "{rejected_prefix}", which overlaps "{other}"; use prefixes'
                " neither of which starts with the other"
            )
