"""`thumbnailer audit`: compares the outputs of a deployment with its sources."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from thumbnailer_cli.audit.compare import RECENT_SECONDS, Comparison
from thumbnailer_cli.audit.explain import explain_by_log
from thumbnailer_cli.audit.findings import FINDINGS, Finding, problems
from thumbnailer_cli.audit.inventory import Inventory, inventory
from thumbnailer_cli.audit.listing import list_all, output_prefixes
from thumbnailer_cli.audit.remove import remove_leftovers
from thumbnailer_cli.audit.table import findings_table, totals_table
from thumbnailer_cli.shared.aws.clients import Aws
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
from thumbnailer_cli.shared.progress import count, progress
from thumbnailer_cli.shared.terminal import (
    FOUND,
    confirm,
    exit_on_errors,
    print_json,
    print_table,
    say,
)
from thumbnailer_cli.shared.text import counted, printable


def audit(
    *,
    config: Config,
    module: Module = None,
    suffix: Suffixes = None,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick",
            help="Compare the listings only. Finds outputs that are missing, orphaned, unclaimed,"
            " or older than their source, but not outputs of a changed variant.",
        ),
    ] = False,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix",
            help="Send the keys of sources with problems to the queue, for the function to settle.",
        ),
    ] = False,
    remove_orphans: Annotated[
        bool,
        typer.Option(
            "--remove-orphans",
            help="Delete orphaned and unclaimed objects that a deployment of this module created.",
        ),
    ] = False,
    rate: Rate = DEFAULT_RATE,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Compare the outputs of a deployment with its sources.

    Finds what is missing, stale, orphaned, unclaimed, rejected, or unwired. Changes nothing unless
    you pass --fix or --remove-orphans. Exit code 0: no problems; 1: problems, fixed or not; 2:
    wrong usage, or an operation failed.
    """
    with exit_on_errors():
        deployment = read_deployment(config, tuple(suffix or ()), module)
        aws = Aws(deployment.region)
        if fix:
            aws.sqs.attributes(deployment.queue_url)
        with inventory() as found:
            run = _Run(aws, deployment, found, dry_run=dry_run, yes=yes)
            lists, heads = run.audit(quick)
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
                "problems": sum(counts[reason] for reason in problems(deployment.on_delete)),
            }
            if not as_json:
                _show(deployment, found, counts)
            if fix:
                document["enqueued"] = run.fix(rate)
            if remove_orphans:
                document["removed"] = run.remove()
            if as_json:
                print_json(document, findings=_findings(deployment, found))
    raise typer.Exit(FOUND if document["problems"] else 0)


@dataclass(frozen=True)
class _Run:
    aws: Aws
    deployment: Deployment
    found: Inventory
    dry_run: bool
    yes: bool

    def audit(self, quick: bool) -> tuple[int, int]:
        """Store the findings in the inventory; returns the numbers of LIST and HEAD requests."""
        began = time.time()
        aws, deployment, found = self.aws, self.deployment, self.found
        with progress("listing") as advance:
            lists = list_all(aws.s3, deployment, found, advance)
        heads = 0 if quick else found.outputs_of_sources()
        say(
            f"Listed {counted(found.sources(), 'source')} and"
            f" {counted(found.outputs(), 'output')} with {counted(lists, 'request')}. Comparing"
            f" them takes {counted(heads, 'more request')}. Estimated cost:"
            f" {dollars(audit_dollars(lists, heads))}."
        )
        if heads:
            confirm("Compare them?", self.yes)
        comparison = Comparison(aws.s3, deployment, quick, began - RECENT_SECONDS)
        with progress("comparing", found.sources()) as advance:
            comparison.run(found, advance)
        if deployment.rejected_prefix is None:
            with progress("reading the log") as advance:
                why_not = explain_by_log(aws.logs, deployment, found, advance)
            if why_not:
                say(
                    "The deployment writes no reports (rejected_prefix), and the function's log is"
                    f" not available: {printable(why_not)}. Rejected sources may show as missing."
                )
        return lists, heads

    def fix(self, rate: float) -> int:
        """Send the keys of sources with problems to the queue; returns their number."""
        wrong = problems(self.deployment.on_delete) - {Finding.UNCLAIMED}
        many = sum(1 for _ in self.found.sources_found(wrong))
        keys = counted(many, "key")
        if not many:
            say("Nothing to fix.")
            return 0
        if self.dry_run:
            say(f"Would send {keys} to the queue.")
            return 0
        confirm(f"Send {keys} to the queue?", self.yes)
        sources = self.found.sources_found(wrong)
        batches = enqueue(self.aws.sqs, self.deployment.queue_url, sources, rate, "audit")
        count(
            "sending",
            many,
            (len(batch) for batch in batches),
            lambda sent: (
                f"sent {sent:,} of {keys} to the queue; after the function has settled them, run"
                " the same command again to send the others"
            ),
        )
        say(f"Sent {keys} to the queue. After the function has settled them, run audit again.")
        return many

    def remove(self) -> int:
        """Delete orphaned and unclaimed objects; returns their number."""
        found, bucket = self.found, self.deployment.destination
        many = found.count(Finding.ORPHANED) + found.count(Finding.UNCLAIMED)
        if not many:
            say("Nothing to remove.")
            return 0
        if not self.dry_run:
            confirm(
                f"Delete up to {counted(many, 'object')} of s3://{bucket}? Objects that no"
                " deployment of this module created are kept.",
                self.yes,
            )
        removed = 0
        done = "would be removed" if self.dry_run else "removed"
        with (
            if_interrupted(
                lambda: (
                    f"{counted(removed, 'object')} {done}; run the same command again for the"
                    " others"
                )
            ),
            progress("removing", many) as advance,
        ):
            for gone in remove_leftovers(self.aws.s3, self.deployment, found, dry_run=self.dry_run):
                removed += gone
                advance(1)
        say(f"{'Would remove' if self.dry_run else 'Removed'} {counted(removed, 'object')}.")
        if many > removed:
            say(
                f"Kept {counted(many - removed, 'object')} that the module did not create, or that"
                " changed during the audit."
            )
        return 0 if self.dry_run else removed


def _show(deployment: Deployment, found: Inventory, counts: dict[Finding, int]) -> None:
    findings = findings_table(found, counts)
    if findings.row_count:
        print_table(findings)
    print_table(totals_table(counts, deployment.on_delete))
    say(f"Sources: {deployment.sources_in_words(deployment.uploads_prefix)}.")
    places = (f"s3://{deployment.destination}/{prefix}" for prefix in output_prefixes(deployment))
    say(f"Outputs and reports: every key below {', '.join(places)}.")


def _findings(deployment: Deployment, found: Inventory) -> Iterator[dict[str, Any]]:
    for one, _ in found.findings(*FINDINGS):
        yield {
            "reason": one.reason,
            "detail": one.detail,
            "bucket": deployment.bucket,
            "key": one.source,
            "variant": one.variant,
            "output": one.output,
        }
