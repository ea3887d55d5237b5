"""How often settling waits for S3, and how many requests it makes, on the real adapter.

docs/development/design.md has the numbers as a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pytest

from tests.functional.aws.s3_in_waves import S3InWaves
from thumbnailer.aws.s3 import S3Store, s3_client
from thumbnailer.config.settings import PROCESSOR, OnDelete, Settings
from thumbnailer.results.objects import Hint, SourceRef
from thumbnailer.results.outcome import Outcome
from thumbnailer.settling.service import CONNECTIONS, Service
from thumbnailer_cli.shared.prices import GET, LAMBDA_GB_SECOND, PUT
from tools.paths import ROOT
from tools.samples.pictures import BLUE, RED, plain_png
from tools.samples.recipes import deployed, recipe

DESIGN = ROOT / "docs/development/design.md"
BUCKET = "pictures"
SOURCE = "uploads/a.png"
REPORT = f"rejected/{SOURCE}.json"
GOOD, ANOTHER, BAD = plain_png(RED), plain_png(BLUE), b"no picture"
# What a request waits for its answer, and what a picture is downloaded and rendered in.
WAIT_SECONDS, PICTURE_SECONDS = 0.03, 0.08

Waves = Sequence[Sequence[str]]


class Case(NamedTuple):
    """What a message is about.

    Attributes:
        name: in the table.
        before: the source whose outputs are there; None for no outputs.
        now: the source as it is now; None where it is deleted.
        settings: of the deployment, but for its variants.
        upload: the waves, with "*" for all outputs, where the message is taken for an upload.
        look: the waves where it is not.
    """

    name: str
    before: bytes | None
    now: bytes | None
    settings: dict[str, object]
    upload: Waves
    look: Waves


S, R = SOURCE, REPORT
WRITE = [["PUT *"], [f"HEAD {S}"]]
LOOK_AND_WRITE = [["HEAD *"], [f"GET {S}"], *WRITE]
REPORTS: dict[str, object] = {"rejected_prefix": "rejected/"}
REMOVE: dict[str, object] = {"on_delete": OnDelete.REMOVE}
CASES = [
    Case("New picture", None, GOOD, {}, [[f"GET {S}"], *WRITE], LOOK_AND_WRITE),
    Case(
        "New picture, with `rejected_prefix`",
        None,
        GOOD,
        REPORTS,
        [[f"GET {S}"], ["PUT *"], [f"HEAD {S}", f"HEAD {R}"]],
        [["HEAD *", f"HEAD {R}"], [f"GET {S}"], *WRITE],
    ),
    Case(
        "Replaced picture",
        GOOD,
        ANOTHER,
        {},
        [[f"GET {S}"], ["PUT *"], *LOOK_AND_WRITE],
        LOOK_AND_WRITE,
    ),
    Case(
        "Thumbnails are current",
        GOOD,
        GOOD,
        {},
        [[f"GET {S}"], ["PUT *"], ["HEAD *"], [f"GET {S}"]],
        [["HEAD *"], [f"GET {S}"]],
    ),
    Case(
        "Rejected picture",
        None,
        BAD,
        {},
        [[f"GET {S}"], [f"HEAD {S}", "HEAD *"]],
        [["HEAD *"], [f"GET {S}"]],
    ),
    Case(
        "Rejected picture, with `rejected_prefix`",
        None,
        BAD,
        REPORTS,
        [[f"GET {S}"], [f"PUT {R}"], [f"HEAD {S}", "HEAD *"]],
        [["HEAD *", f"HEAD {R}"], [f"GET {S}"], [f"PUT {R}"], [f"HEAD {S}"]],
    ),
    Case(
        'Deleted picture, with `on_delete = "remove"`',
        GOOD,
        None,
        REMOVE,
        [
            *([f"GET {S}"], [f"HEAD {S}", "HEAD *"]),
            *(["HEAD *"], [f"GET {S}"], ["DELETE *"], [f"HEAD {S}"]),
        ],
        [["HEAD *"], [f"GET {S}"], ["DELETE *"], [f"HEAD {S}"]],
    ),
]
VARIANTS = (1, 5)


class Counted(NamedTuple):
    """What S3 was asked."""

    waves: list[list[str]]
    downloads: int

    def requests(self, *methods: str) -> int:
        return sum(name.split()[0] in methods for wave in self.waves for name in wave)

    @property
    def dollars(self) -> float:
        """Of a million: requests, and the function's time."""
        seconds = len(self.waves) * WAIT_SECONDS + self.downloads * PICTURE_SECONDS
        requests = self.requests("GET", "HEAD") * GET + self.requests("PUT") * PUT
        return 1e6 * (requests + seconds * PROCESSOR / 1024 * LAMBDA_GB_SECOND)


def keys_of(settings: Settings) -> list[str]:
    return [v.key.output_key(SOURCE, "uploads/") for v in settings.recipe.variants]


def of_all(waves: Waves, keys: list[str]) -> list[list[str]]:
    """Waves with the keys of all outputs in place of the star."""
    return [
        [name.replace("*", key) for name in wave for key in (keys if "*" in name else [""])]
        for wave in waves
    ]


def run(case: Case, variants: int, *, upload: bool) -> Counted:
    """Settle the case on the real adapter, and hold every answer back until its mates are there."""
    made_of = recipe(**{f"v{number}": {"width": 4} for number in range(variants)})
    settings = deployed(made_of, **case.settings)
    client = s3_client(CONNECTIONS)
    s3 = S3InWaves(client)
    service = Service(settings, S3Store(client, BUCKET, BUCKET))

    def settle(*, upload: bool) -> None:
        hint = Hint(SourceRef(BUCKET, SOURCE), upload)
        (done,) = service.settle_all([hint], lambda: 60_000)
        assert done.settlement.outcome is not Outcome.FAILED, done.settlement

    if case.before:
        s3.put(SOURCE, case.before)
        settle(upload=False)
        del s3.objects[SOURCE]
    if case.now:
        s3.put(SOURCE, case.now)
    waves = of_all(case.upload if upload else case.look, keys_of(settings))
    s3.expect(waves)
    settle(upload=upload)
    assert [sorted(wave) for wave in s3.waves] == [sorted(wave) for wave in waves]
    return Counted(s3.waves, s3.downloads)


@pytest.mark.parametrize("variants", VARIANTS)
def test_a_new_picture_is_visible_after_two_waits_and_done_after_three(variants: int) -> None:
    waves = run(CASES[0], variants, upload=True).waves
    assert [{name.split()[0] for name in wave} for wave in waves] == [{"GET"}, {"PUT"}, {"HEAD"}]
    assert len(waves[1]) == variants


def row(case: Case, *, upload: bool) -> str:
    """The row of the table, with the numbers for each count of variants."""
    counted = [run(case, variants, upload=upload) for variants in VARIANTS]
    (waits,) = {len(each.waves) for each in counted}
    (downloads,) = {each.downloads for each in counted}
    cells = [
        case.name,
        "GET" if upload else "HEAD",
        str(waits),
        str(downloads),
        *(" / ".join(str(each.requests(*methods)) for each in counted) for methods in METHODS),
        " / ".join(f"{each.dollars:.2f}" for each in counted),
    ]
    return f"| {' | '.join(cells)} |"


METHODS = [("GET", "HEAD"), ("PUT",), ("DELETE",)]


@pytest.mark.parametrize("upload", [True, False], ids=["get_first", "head_first"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_table_of_requests_says_what_is_counted(case: Case, upload: bool) -> None:
    assert row(case, upload=upload) in DESIGN.read_text().splitlines()
