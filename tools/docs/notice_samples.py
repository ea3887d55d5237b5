"""What an application reads of its pictures, as the code writes it: a notice and a report."""

import json

from thumbnailer.config.recipe_json import parse_recipe
from thumbnailer.config.rejection import Reason
from thumbnailer.config.settings import Settings
from thumbnailer.results.notice import notice
from thumbnailer.results.objects import Origin, Output
from thumbnailer.results.outcome import Outcome, Settlement, Standing
from thumbnailer.results.report import rejection_report

_KEY = "uploads/trip/lake.jpg"
_NOON = 1_795_348_800.0
_RECIPE = parse_recipe('{"variants": {"thumb": {"width": 150, "height": 150}}}')
_SETTINGS = Settings("blog-pictures-4711", "uploads/", _RECIPE, "blog-pictures-4711")
_ETAG = "9b2cf535f27731c974343645a3985328"
_THUMB = Standing(
    "thumb",
    "thumbnails/trip/lake_thumb.jpg",
    Output(
        "6f5902ac237024bdd0c176cb93063dc4",
        Origin(_ETAG, _RECIPE.variant_ids["thumb"]),
        5120,
        "image/jpeg",
        150,
        113,
    ),
)
_RENDERED = Settlement(
    Outcome.SETTLED,
    "rendered",
    source_etag=_ETAG,
    source_bytes=2_411_724,
    source_width=4000,
    source_height=3000,
    standing=(_THUMB,),
)
_REJECTED = Settlement(
    Outcome.REJECTED,
    Reason.NOT_AN_IMAGE,
    "not a recognized image; accepted formats: JPEG, PNG",
    source_etag=_ETAG,
    source_bytes=10,
)


def settled_notice() -> str:
    """A notice of a rendered picture, as a block of code."""
    return _block(notice(_KEY, _RENDERED, _SETTINGS, _NOON).body)


def report() -> str:
    """A report of a rejected picture, as a block of code."""
    return _block(rejection_report(_REJECTED, _KEY, _SETTINGS).data)


def _block(document: str | bytes) -> str:
    return f"```json\n{json.dumps(json.loads(document), indent=2, ensure_ascii=False)}\n```"
