"""The tables of docs/cost.md and docs/scaling.md; `python -m models.docs` puts them in."""

from collections.abc import Callable
from dataclasses import replace

from models.burst import (
    Burst,
    binding,
    concurrency_limit,
    drain_seconds,
    longest_burst,
    rates,
)
from models.cost import bill, by_service, total
from models.data import ASSUMPTIONS, PRICES, QUOTAS, quota
from models.deployments import CORE_MB, EXAMPLES, GALLERY, MINIBLOG, VOLUMES, Deployment
from models.runs import OutOfDateError, kept
from models.usage import invocation_seconds, s3_gets
from tools.docs.markdown import code, prose, table
from tools.errors import ToolError

_MILLION = VOLUMES[1]
_MINUTE = 60
_HOUR = 3600
_DAY = 24 * _HOUR
_CENTS_BELOW = 1000
_TWO_CORES = 2 * CORE_MB

# What can be set, and what else may be so: its name in the table, and the deployment that has it.
_LEVERS: dict[str, Callable[[Deployment], Deployment]] = {
    f"as it is: arm64, {MINIBLOG.memory_mb} MB, one message at a time": lambda d: d,
    '`function.architecture = "x86_64"`': lambda d: replace(d, architecture="x86_64"),
    "`function.memory_size = 1024`": lambda d: replace(d, memory_mb=1024),
    f"`function.memory_size = {_TWO_CORES}`": lambda d: replace(d, memory_mb=_TWO_CORES),
    "five messages in each invocation": lambda d: replace(d, batch=5),
    f"the same with `function.memory_size = {_TWO_CORES}`": lambda d: replace(
        d, batch=5, memory_mb=_TWO_CORES
    ),
    '`function.metrics = "none"`': lambda d: replace(d, metrics="none"),
    '`function.metrics = "all"`': lambda d: replace(d, metrics="all"),
    "a request to S3 takes 0.1 s, not 0.03": lambda d: replace(d, request_seconds=0.1),
    "pictures of twice the pixels and bytes": lambda d: replace(
        d, source_bytes=2 * d.source_bytes, render_seconds=2 * d.render_seconds
    ),
}
_OPTIONS: dict[str, Callable[[Deployment], Deployment]] = {
    "reports of rejections (`rejected_prefix`)": lambda d: replace(d, reports=True),
    "completion notices (SNS)": lambda d: replace(d, notices=True),
    "events through EventBridge": lambda d: replace(d, eventbridge=True),
    "a key of your own, with bucket keys": lambda d: replace(d, kms_key=True),
    "a key of your own, without bucket keys": lambda d: replace(d, kms_key=True, bucket_key=False),
    "the seven alarms (of 11 metrics) and the dashboard": lambda d: replace(
        d, alarms=11, dashboards=1
    ),
    "CloudFront, each thumbnail looked at ten times": lambda d: replace(d, views=10),
}
_LIMITS = {
    "concurrency": "`maximum_concurrency`",
    "S3": "S3's requests a second",
    "uploads": "the uploads themselves",
}


def prices() -> str:
    """List the prices."""
    rows = [
        (
            price.service,
            prose(price.unit),
            f"{price.usd:.6g} for {price.per:,}" if price.per > 1 else f"{price.usd:g}",
            f"{price.free:,}" if price.free else "",
            _linked(price.checked),
        )
        for price in PRICES.values()
    ]
    return table(["Service", "Unit", "US dollars", "Free a month", "Checked against"], rows)


def assumptions() -> str:
    """List the assumptions."""
    rows = [(f"{a.value:,.10g}", prose(a.meaning), prose(a.basis)) for a in ASSUMPTIONS.values()]
    return table(["Value", "What", "Why"], rows)


def examples() -> str:
    """What the examples cost at each volume."""
    rows = []
    for d in EXAMPLES:
        for free_tier in (False, True):
            dollars = [_usd(total(d, volume, free_tier=free_tier)) for volume in VOLUMES]
            name = f"{code(d.name)}, {d.variants} variant{'s' * (d.variants > 1)}"
            rows.append(("the same with the free tier" if free_tier else name, *dollars))
    return table(["US dollars a month", *(f"{volume:,} pictures" for volume in VOLUMES)], rows)


def lines() -> str:
    """The bill of the smallest example by service, and of the largest."""
    headings = [f"{d.name}, {v:,}" for d in (MINIBLOG, GALLERY) for v in VOLUMES]
    bills = [by_service(bill(d, v)) for d in (MINIBLOG, GALLERY) for v in VOLUMES]
    services = [service for service in bills[0] if any(b[service] for b in bills)]
    rows = [(service, *(_usd(b[service]) for b in bills)) for service in services]
    rows.append(("**together**", *(f"**{_usd(sum(b.values()))}**" for b in bills)))
    return table(["", *headings], rows)


def requests() -> str:
    """What one picture asks of S3."""
    rows = [
        (
            code(d.name),
            str(d.variants),
            str(s3_gets(d)),
            str(d.variants),
            f"{invocation_seconds(d):.2f}",
            f"{d.output_bytes:,}",
        )
        for d in EXAMPLES
    ]
    headings = ["Example", "Variants", "GET and HEAD", "PUT", "Seconds billed", "Bytes written"]
    return table(headings, rows)


def levers() -> str:
    """What moves the bill, at a million pictures."""
    return _changes(_LEVERS, "A million pictures")


def options() -> str:
    """What is paid for beside the pipeline, at a million pictures."""
    rows = [
        (prose(name), *(_usd(total(change(d), _MILLION) - total(d, _MILLION)) for d in EXAMPLES))
        for name, change in _OPTIONS.items()
    ]
    return table(["More, for a million pictures", *(code(d.name) for d in EXAMPLES)], rows)


def _changes(changes: dict[str, Callable[[Deployment], Deployment]], title: str) -> str:
    rows = []
    for name, change in changes.items():
        bills = [by_service(bill(change(d), _MILLION)) for d in (MINIBLOG, GALLERY)]
        cells = [cell for b in bills for cell in (_usd(b["Lambda"]), _usd(sum(b.values())))]
        rows.append((prose(name), *cells))
    return table(
        [title, "miniblog: Lambda", "in all", "gallery: Lambda", "in all"],
        rows,
    )


def quotas() -> str:
    """List the limits, where they are met, and what moves them."""
    rows = [
        (f"[{q.value:,}]({q.page})", prose(q.unit), prose(q.bites), prose(q.moves))
        for q in QUOTAS.values()
    ]
    return table(["Limit", "Of what", "Where it bites", "What moves it"], rows)


def rates_by_setting() -> str:
    """How many pictures a second ten invocations at a time settle."""
    settings = {
        f"as it is: `batch_size` {Burst.batch}, {MINIBLOG.memory_mb} MB": Burst(),
        "`batching.batch_size = 1`": Burst(batch=1),
        "`batching.batch_size = 10`": Burst(batch=10),
        "`function.memory_size = 1024`": Burst(deployment=replace(MINIBLOG, memory_mb=1024)),
        f"`function.memory_size = {_TWO_CORES}`": Burst(
            deployment=replace(MINIBLOG, memory_mb=_TWO_CORES)
        ),
        "`batching.maximum_concurrency = 20`": Burst(maximum_concurrency=20),
    }
    rows = []
    for name, burst in settings.items():
        large = replace(burst, deployment=replace(GALLERY, memory_mb=burst.deployment.memory_mb))
        row = [f"{rates(b)['concurrency']:.1f}" for b in (burst, large)]
        rows.append((prose(name), *row))
    return table(["Pictures a second, `maximum_concurrency` 10", "miniblog", "gallery"], rows)


def ends() -> str:
    """Where more concurrency stops helping, and which backlog is still worked off in time."""
    rows = []
    for d in (MINIBLOG, GALLERY):
        burst = Burst(deployment=d)
        s3 = rates(burst)["S3"]
        each = rates(burst)["concurrency"] / burst.maximum_concurrency
        lasting = longest_burst(burst, quota("retention_seconds"))
        rows.append(
            (code(d.name), f"{s3:,.0f}", f"{s3 / each:,.0f}", f"{lasting / 1e6:.1f} million")
        )
    headings = [
        "Example",
        "Pictures a second that S3 takes",
        "`maximum_concurrency` that reaches it",
        "Pictures at once that 10 settle in 4 days",
    ]
    return table(headings, rows)


def bursts() -> str:
    """What became of each burst.

    Raises:
        ToolError: the kept results are not of today's numbers.
    """
    try:
        runs = kept()
    except OutOfDateError as error:
        raise ToolError(str(error)) from error
    rows = [
        (
            code(run.burst.deployment.name),
            str(concurrency_limit(run.burst)),
            _duration(run.result.drained_seconds),
            _duration(drain_seconds(run.burst)),
            _duration(run.result.oldest_seconds)
            + (" **(lost)**" if run.result.oldest_seconds > quota("retention_seconds") else ""),
            f"{run.result.pictures_per_second:,.0f}",
            f"{run.result.most_in_flight:,}",
            prose(_LIMITS[binding(run.burst)]),
        )
        for run in runs
    ]
    headings = [
        "Example",
        "`maximum_concurrency`",
        "All settled after",
        "By the formula",
        "Oldest message",
        "Pictures a second",
        "In flight",
        "What decides",
    ]
    return table(headings, rows)


def _linked(checked: str) -> str:
    """A URL at the beginning is made a link."""
    url, space, rest = checked.partition(" ")
    return f"<{url}>{space}{prose(rest)}" if url.startswith("https:") else prose(checked)


def _usd(dollars: float) -> str:
    return f"{dollars:,.2f}" if dollars < _CENTS_BELOW else f"{dollars:,.0f}"


def _duration(seconds: float) -> str:
    if seconds < 2 * _HOUR:
        return f"{seconds / _MINUTE:.1f} min"
    return f"{seconds / _HOUR:.1f} h" if seconds < 2 * _DAY else f"{seconds / _DAY:.1f} days"


TABLES: dict[str, Callable[[], str]] = {
    "cost-prices": prices,
    "cost-assumptions": assumptions,
    "cost-examples": examples,
    "cost-lines": lines,
    "cost-requests": requests,
    "cost-levers": levers,
    "cost-options": options,
    "scaling-quotas": quotas,
    "scaling-rates": rates_by_setting,
    "scaling-ends": ends,
    "scaling-bursts": bursts,
}
