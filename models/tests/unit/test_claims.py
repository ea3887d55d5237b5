"""Every share, time and price in the pages is derived from what was measured or computed.

A page that says something new of this kind fails until CLAIMS says where it comes from. What is
generated between markers cannot go stale, and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from markdown_it import MarkdownIt

from models.cost import bill, by_service, total
from models.data import PRICES
from models.deployments import GALLERY, MINIBLOG, VOLUMES, Deployment
from models.usage import pictures_per_second, usage
from thumbnailer.triggers.backoff import JITTER
from tools.docs import markers
from tools.docs.measured import MEASUREMENTS
from tools.paths import ROOT

PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")), *ROOT.glob("modules/*/README.md")]
CLAIM = re.compile(
    r"[\d.,]*\d ?%"
    r"|\b(?:half|halves|thirds?|quarters?|fifths?|tenths?)\b"
    r"|\b[\d.]*\d ?(?:ms|milliseconds?|dB)\b"
    r"|\b(?:faster|slower|twice|[a-z]+ times (?:as|faster|slower|less|more))\b"
    r"|\$\d[\d.,]*"
)
# Words as in claims, about nothing that could be measured.
NO_CLAIMS = (
    "Below 1, this module is faster",
    "were tuned on one half of them; the other half was held out",
    "sent faster wait in the queue",
    "may be sent twice",
    "half a minute",
    "are uploaded faster than the function settles them",
    "an invocation finishes half in",
    # Thresholds of SQS.
    "more than 10% of the messages in flight",
    "more than 10% of the recent processing time",
    # models/tests/unit compares the simulation with the formula.
    "less than half of (c - 5) / 5 seconds",
)
BATCH = replace(GALLERY, batch=5)
TWO_CORES = replace(BATCH, memory_mb=2 * GALLERY.memory_mb)


@dataclass(frozen=True)
class Claim:
    """What a page says, the numbers in it, and how to get them."""

    said: str
    numbers: tuple[float, ...]
    actual: Callable[[], tuple[float, ...]]
    # How far a number may be off; of what is said in words like "two fifths".
    tolerance: float = 0.05


def measured(pattern: str) -> float:
    """A number that the measurements say in prose."""
    text = " ".join((ROOT / MEASUREMENTS).read_text(encoding="utf-8").split())
    [number] = re.findall(pattern, text)
    return float(number)


def of_case(case: str, begins: str) -> float:
    """Dollars of a million messages with one variant, by the requests that were counted."""
    text = (ROOT / "docs/development/design.md").read_text(encoding="utf-8")
    [dollars] = re.findall(
        rf"^\| {case} \| {begins} \|.*\| ([\d.]+) / [\d.]+ \|$", text, re.MULTILINE
    )
    return float(dollars)


def dollars(**units: float) -> float:
    return sum(number / PRICES[name].per * PRICES[name].usd for name, number in units.items())


def shares_of_requests() -> tuple[float, ...]:
    shares = [
        (lines["s3_put"] + lines["s3_get"]) / total(MINIBLOG, volume)
        for volume in VOLUMES[1:]
        for lines in [bill(MINIBLOG, volume)]
    ]
    return min(shares), max(shares)


def of_lambda(deployment: Deployment) -> float:
    return by_service(bill(deployment, VOLUMES[1]))["Lambda"]


CLAIMS = (
    Claim(
        "It takes about 1.5 milliseconds for each variant",
        (1.5,),
        lambda: (measured(r"For each variant, the choice takes ([\d.]+) ms"),),
        0.2,
    ),
    Claim(
        "cost about $0.41",
        (0.41,),
        # Two million keys in pages of a thousand, and a HEAD of each output.
        lambda: (dollars(s3_put=2_000, s3_get=1_000_000),),
    ),
    Claim(
        "657,000 requests in an idle month, $0.26.",
        (657_000, 0.26),
        lambda: (usage(MINIBLOG, 0)["sqs_requests"], dollars(sqs_requests=657_000)),
    ),
    Claim("Each metric costs $0.30 a month", (0.30,), lambda: (dollars(metrics=1),)),
    Claim("almost half of the bill", (0.47, 0.47), shares_of_requests),
    Claim(
        "a replaced source almost twice as much",
        (1.8,),
        lambda: (of_case("Replaced picture", "GET") / of_case("New picture", "GET"),),
    ),
    Claim(
        "if the outputs are current: $0.0000025",
        (0.0000025,),
        lambda: (of_case("Thumbnails are current", "HEAD") / 1e6,),
    ),
    Claim("one PUT, $5.00 for a million", (5.00,), lambda: (dollars(s3_put=1e6),)),
    Claim(
        "A second of arm64 costs a fifth less",
        (0.2,),
        lambda: (1 - dollars(lambda_gb_seconds_arm64=1) / dollars(lambda_gb_seconds_x86_64=1),),
    ),
    Claim(
        "increases the throughput by four fifths at twice the price",
        (0.8, 2),
        lambda: (
            pictures_per_second(TWO_CORES, 10) / pictures_per_second(BATCH, 10) - 1,
            TWO_CORES.memory_mb / BATCH.memory_mb,
        ),
    ),
    Claim(
        "takes 46 % off the cost of Lambda for small thumbnails",
        (0.46,),
        lambda: (1 - of_lambda(replace(MINIBLOG, batch=5)) / of_lambda(MINIBLOG),),
    ),
    Claim("each up to 50 % longer", (50,), lambda: (100 * JITTER,)),
)


def paragraphs(text: str) -> Iterator[str]:
    """What somebody wrote, in one line each; neither code blocks nor what is generated."""
    written = markers.fill(text, lambda _: "").text
    for token in MarkdownIt("commonmark").enable("table").parse(written):
        if token.type == "inline":
            yield " ".join(token.content.split())


def unknown(paragraph: str) -> list[str]:
    """The claims of a paragraph that nothing stands for."""
    known = [
        range(found.start(), found.end())
        for said in (*NO_CLAIMS, *(claim.said for claim in CLAIMS))
        for found in re.finditer(re.escape(said), paragraph)
    ]
    return [
        found[0]
        for found in CLAIM.finditer(paragraph)
        if not any(found.start() in place for place in known)
    ]


def test_every_claim_of_the_pages_is_known() -> None:
    texts = [path.read_text(encoding="utf-8") for path in PAGES]
    said = [paragraph for text in texts for paragraph in paragraphs(text)]
    assert [(claims, each) for each in said if (claims := unknown(each))] == []
    whole = "\n".join(said)
    assert [c for c in (*NO_CLAIMS, *(claim.said for claim in CLAIMS)) if c not in whole] == []


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.said)
def test_a_claim_is_true(claim: Claim) -> None:
    assert claim.actual() == pytest.approx(claim.numbers, rel=claim.tolerance)


@pytest.mark.parametrize(
    "text",
    [
        "It takes three quarters of the time that libvips needs.",
        "It is 20 % smaller.",
        "twice as fast",
        "a\nthumbnail in 12 ms",
        "| for a million, $7 |\n| --- |",
    ],
)
def test_a_new_claim_is_found(text: str) -> None:
    [paragraph] = paragraphs(text)
    assert unknown(paragraph)


def test_code_and_generated_sections_are_no_claims() -> None:
    text = (
        "```\n20 %\n```\n\n<!-- BEGIN generated: a -->\n\nhalf\n\n<!-- END generated: a -->\n"
        "\nA second of arm64 costs a fifth less, and a third less."
    )
    [paragraph] = paragraphs(text)
    assert unknown(paragraph) == ["third"]
