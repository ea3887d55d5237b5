"""`thumbnailer audit`: whether every source has its outputs, and every output its source."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from thumbnailer_cli.audit.audit import (
    RECENT_SECONDS,
    Auditor,
    explain_by_log,
    output_prefixes,
    remove_leftovers,
    take_listings,
)
from thumbnailer_cli.audit.inventory import Inventory, inventory
from thumbnailer_cli.audit.verdict import FINDINGS, Finding, Found, problems
from thumbnailer_cli.shared.aws import Aws
from thumbnailer_cli.shared.deployment import Deployment, read_deployment
from thumbnailer_cli.shared.enqueue import enqueue
from thumbnailer_cli.shared.errors import if_interrupted
from thumbnailer_cli.shared.options import (
    DEFAULT_RATE,
    AsJson,
    Config,
    DryRun,
    Module,
    Rate,
    Suffixes,
    Yes,
)
from thumbnailer_cli.shared.prices import audit_dollars, dollars
from thumbnailer_cli.shared.terminal import (
    FOUND,
    bar,
    confirm,
    print_json,
    print_table,
    problems_told,
    say,
)
from thumbnailer_cli.shared.text import counted, printable

# Of each kind, to a person; --json has no limit.
_SHOWN = 20


def audit(
    *,
    config: Config,
    module: Module = None,
    suffix: Suffixes = None,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick",
            help="Go by the listings alone: finds what is missing, orphaned, unclaimed, or older"
            " than its source, but not what is of another definition of its variant.",
        ),
    ] = False,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix",
            help="Send the keys of sources with problems to the queue; the function does the rest.",
        ),
    ] = False,
    remove_orphans: Annotated[
        bool,
        typer.Option(
            "--remove-orphans",
            help="Delete orphaned and unclaimed objects that a deployment of this module has made.",
        ),
    ] = False,
    rate: Rate = DEFAULT_RATE,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Hold the outputs of a deployment against its sources.

    Finds what is missing, stale, orphaned, unclaimed, rejected or unwired. Nothing is changed
    without --fix or --remove-orphans. Exit code 0: all is as it should be; 1: problems were found,
    mended or not; 2: wrong usage, or something could not be done.
    """
    with problems_told():
        deployment = read_deployment(config, tuple(suffix or ()), module)
        aws = Aws(deployment.region)
        if fix:
            aws.queue(deployment.queue_url)
        with inventory() as found:
            lists, heads = _audit(aws, deployment, found, quick=quick, yes=yes)
            wrong = problems(deployment.on_delete)
            counts = {reason: found.count(reason) for reason in FINDINGS}
            document: dict[str, Any] = {
                "bucket": deployment.bucket,
                "destination_bucket": deployment.destination,
                "uploads_prefix": deployment.uploads_prefix,
                "suffixes": deployment.suffixes,
                "recipe_id": deployment.recipe.id,
                "on_delete": deployment.on_delete,
                "quick": quick,
                "requests": {"list": lists, "head": heads},
                "dollars": round(audit_dollars(lists, heads), 6),
                "totals": {"sources": found.sources(), "outputs": found.outputs()}
                | {reason.value: number for reason, number in counts.items()},
                "problems": sum(counts[reason] for reason in wrong),
            }
            if not as_json:
                _show(deployment, found, counts)
            if fix:
                document["enqueued"] = _fix(aws, deployment, found, rate, dry_run=dry_run, yes=yes)
            if remove_orphans:
                document["removed"] = _remove(aws, deployment, found, dry_run=dry_run, yes=yes)
            if as_json:
                print_json(document, findings=_as_json(deployment, found))
    raise typer.Exit(FOUND if document["problems"] else 0)


def _audit(
    aws: Aws, deployment: Deployment, found: Inventory, *, quick: bool, yes: bool
) -> tuple[int, int]:
    began = time.time()
    with bar("listing") as progress:
        lists = take_listings(aws, deployment, found, progress.advance)
    heads = 0 if quick else found.outputs_of_sources()
    say(
        f"{counted(found.sources(), 'source')} and {counted(found.outputs(), 'output')}, listed"
        f" with {counted(lists, 'request')}. Looking at them takes {heads:,} more; together"
        f" {dollars(audit_dollars(lists, heads))}."
    )
    if heads:
        confirm("Look at them?", yes)
    auditor = Auditor(aws, deployment, quick, began - RECENT_SECONDS)
    with bar("auditing", found.sources()) as progress:
        auditor.audit(found, progress.advance)
    if deployment.rejected_prefix is None:
        with bar("reading the log") as progress:
            why_not = explain_by_log(aws, deployment, found, progress.advance)
        if why_not:
            say(
                "No reports are written (rejected_prefix), and the function's log does not tell:"
                f" {printable(why_not)}. Rejected sources may show as missing."
            )
    return lists, heads


def _fix(
    aws: Aws, deployment: Deployment, found: Inventory, rate: float, *, dry_run: bool, yes: bool
) -> int:
    mended = problems(deployment.on_delete) - {Finding.UNCLAIMED}
    many = sum(1 for _ in found.sources_found(mended))
    if not many:
        say("Nothing to fix.")
        return 0
    if dry_run:
        say(f"Would send {counted(many, 'key')} to the queue.")
        return 0
    confirm(f"Send {counted(many, 'key')} to the queue?", yes)
    sent = 0
    with (
        if_interrupted(
            lambda: (
                f"{sent:,} of {counted(many, 'key')} sent to the queue; when they are through, run"
                " it again to send the others"
            )
        ),
        bar("sending", many) as progress,
    ):
        for batch in enqueue(aws, deployment.queue_url, found.sources_found(mended), rate):
            sent += len(batch)
            progress.advance(len(batch))
    say(f"Sent {counted(many, 'key')} to the queue. When they are through, audit again.")
    return many


def _remove(aws: Aws, deployment: Deployment, found: Inventory, *, dry_run: bool, yes: bool) -> int:
    many = found.count(Finding.ORPHANED) + found.count(Finding.UNCLAIMED)
    if not many:
        say("Nothing to remove.")
        return 0
    if not dry_run:
        confirm(
            f"Delete up to {counted(many, 'object')} of s3://{deployment.destination}? Those that"
            " no deployment of this module has made stay.",
            yes,
        )
    removed = 0
    done = "found that would be" if dry_run else "removed"
    with (
        if_interrupted(lambda: f"{counted(removed, 'object')} {done}; run it again to go on"),
        bar("removing", many) as progress,
    ):
        for gone in remove_leftovers(aws, deployment, found, dry_run=dry_run):
            removed += gone
            progress.advance()
    say(f"{'Would remove' if dry_run else 'Removed'} {counted(removed, 'object')}.")
    if many > removed:
        say(f"{counted(many - removed, 'object')} of others, or changed meanwhile, stay.")
    return 0 if dry_run else removed


def _show(deployment: Deployment, found: Inventory, counts: dict[Finding, int]) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("reason", "source", "variant", "output", "detail"):
        table.add_column(name, overflow="fold")
    for reason in FINDINGS:
        for one, _ in found.findings(reason, limit=_SHOWN):
            cells = (one.reason, one.source, one.variant, one.output, one.detail)
            table.add_row(*(Text(printable(cell or "")) for cell in cells))
        if counts[reason] > _SHOWN:
            more = f"and {counts[reason] - _SHOWN:,} more; --json lists them all"
            table.add_row(reason, Text(more))
    if table.row_count:
        print_table(table)
    wrong = problems(deployment.on_delete)
    totals = Table(box=None, show_header=False, pad_edge=False)
    totals.add_column(justify="right")
    for reason, number in counts.items():
        fine = "" if reason in wrong or not number else _WHY_FINE[reason]
        totals.add_row(f"{number:,}", reason.value, fine)
    print_table(totals)
    say(f"Sources are {deployment.sources_in_words(deployment.uploads_prefix)}.")
    places = (f"s3://{deployment.destination}/{prefix}" for prefix in output_prefixes(deployment))
    say(f"Outputs and reports are what lies below {', '.join(places)}.")


_WHY_FINE = {
    Finding.ORPHANED: 'as it should be: on_delete = "keep"',
    Finding.UNCLAIMED: 'as it should be: on_delete = "keep"',
    Finding.REJECTED: "as it should be: they can never be rendered",
    Finding.UNWIRED: "no problem, if they are no pictures; else see the variable suffixes",
}


def _as_json(deployment: Deployment, found: Inventory) -> Iterator[dict[str, Any]]:
    for one, _ in found.findings(*FINDINGS):
        yield _member(deployment, one)


def _member(deployment: Deployment, one: Found) -> dict[str, Any]:
    return {
        "reason": one.reason,
        "detail": one.detail,
        "bucket": deployment.bucket,
        "key": one.source,
        "variant": one.variant,
        "output": one.output,
    }
