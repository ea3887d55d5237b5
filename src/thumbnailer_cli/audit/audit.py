"""Holding a deployment's outputs against its sources.

Both are listed into an inventory on disk and joined there. Only outputs whose source is there are
looked at one by one, since a listing does not tell what an object was made from.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from thumbnailer.config.rejection import Rejected
from thumbnailer.config.settings import OnDelete
from thumbnailer.results.objects import Origin
from thumbnailer.results.report import report_key
from thumbnailer_cli.audit.inventory import Inventory, OutputRow
from thumbnailer_cli.audit.inverse import claim
from thumbnailer_cli.audit.verdict import REPORT, Expected, Finding, Found, Seen, Source, judge
from thumbnailer_cli.shared.aws import CONNECTIONS, Aws, Head, Listed
from thumbnailer_cli.shared.deployment import Deployment, is_folder
from thumbnailer_cli.shared.errors import CommandError
from thumbnailer_cli.shared.text import counted

T = TypeVar("T")
R = TypeVar("R")

# Sources younger than this when the audit begins may be at work just now: what is wrong with them
# is looked at again before it is told.
RECENT_SECONDS = 15 * 60
# What is read of the log at most: each request looks through about a megabyte of it.
_LOG_REQUESTS = 300


def take_listings(
    aws: Aws, deployment: Deployment, inventory: Inventory, tell: Callable[[int], None]
) -> int:
    """List sources, outputs and reports into an inventory.

    Args:
        aws: the account.
        deployment: what to list.
        inventory: takes it in.
        tell: is called with the number of keys of each page.

    Returns:
        How many requests it took.
    """
    lists = 0
    for page in aws.list_pages(deployment.bucket, deployment.uploads_prefix):
        lists += 1
        inventory.add_sources(
            (Source(o.key, o.etag, o.modified), deployment.is_source(o.key, o.size))
            for o in page
            if not is_folder(o.key, o.size)
        )
        tell(len(page))
    for prefix in output_prefixes(deployment):
        for page in aws.list_pages(deployment.destination, prefix):
            lists += 1
            inventory.add_outputs(row for o in page if (row := _row(o, deployment)))
            tell(len(page))
    inventory.index()
    return lists


def output_prefixes(deployment: Deployment) -> list[str]:
    """Where outputs and reports lie, without prefixes that others cover: each is listed once."""
    prefixes = [variant.key.prefix for variant in deployment.recipe.variants]
    prefixes += [deployment.rejected_prefix] if deployment.rejected_prefix else []
    found: list[str] = []
    for prefix in sorted(prefixes):  # one that covers another sorts before it
        if not (found and prefix.startswith(found[-1])):
            found.append(prefix)
    return found


def _row(listed: Listed, deployment: Deployment) -> OutputRow | None:
    """What an object below an output prefix is; None for what is no output and may be there."""
    key = listed.key
    watermark = deployment.recipe.watermark
    if key.endswith("/") and not listed.size:
        return None  # a folder, as consoles make them
    if watermark and key == watermark.image and deployment.bucket == deployment.destination:
        return None
    about = (key, listed.etag, listed.modified)
    prefix = deployment.rejected_prefix
    if prefix and key.startswith(prefix):
        source = key.removeprefix(prefix).removesuffix(".json")
        if source.startswith(deployment.uploads_prefix) and report_key(source, prefix) == key:
            return OutputRow(*about, source, REPORT)
    claimed = claim(key, deployment.recipe, deployment.uploads_prefix)
    if claimed is None:
        return OutputRow(*about, None, None)
    return OutputRow(*about, claimed.source, claimed.variant)


@dataclass(frozen=True)
class Auditor:
    """Looks at sources and their outputs.

    Attributes:
        aws: the account.
        deployment: what is audited.
        quick: whether to go by the listings alone.
        recent: sources changed after this (in seconds since 1970) may be at work just now.
    """

    aws: Aws
    deployment: Deployment
    quick: bool
    recent: float

    def audit(self, inventory: Inventory, tell: Callable[[], None]) -> None:
        """Find what there is to be said of everything in the inventory.

        Args:
            inventory: holds the listings, and takes the findings in.
            tell: is called after each source.
        """
        found = _in_order(self._look, inventory.pairs(), threads=1 if self.quick else CONNECTIONS)
        for findings in found:
            inventory.add_findings(findings)
            tell()
        inventory.add_findings(_leftover(row) for row in inventory.without_source())
        inventory.add_findings((_unwired(key), None) for key in inventory.unwired())

    def _look(self, pair: tuple[Source, list[OutputRow]]) -> list[tuple[Found, str | None]]:
        source, rows = pair
        try:
            expected = self._expected(source)
        except Rejected as rejected:
            found = Found(Finding.REJECTED, source.key, None, None, str(rejected))
            return [(found, None)]
        if not expected and not rows:
            return []
        etags = {row.key: row.etag for row in rows}
        seen = {row.variant: self._seen(row) for row in rows}
        findings = self._judge(source, expected, {v: s for v, s in seen.items() if s})
        if self.quick or all(f.reason is Finding.REJECTED for f in findings):
            return [(f, etags.get(f.output or "")) for f in findings]
        stale = any(f.reason is Finding.STALE for f in findings)
        if stale or source.modified >= self.recent:
            findings = self._look_again(source.key)
        return [(f, etags.get(f.output or "")) for f in findings]

    def _look_again(self, key: str) -> list[Found]:
        """As `_look`, but by requests alone: both listings are some minutes old by now."""
        head = self.aws.head(self.deployment.bucket, key)
        if head is None:
            return []  # gone meanwhile; what that means is for the next audit
        source = Source(key, head.etag, 0)
        expected = self._expected(source)
        keys: dict[str | None, str | None] = {v: output.key for v, output in expected.items()}
        keys[REPORT] = report_key(key, self.deployment.rejected_prefix)
        heads = {v: self._head(k) for v, k in keys.items() if k}
        seen = {variant: _as_seen(head) for variant, head in heads.items() if head}
        return self._judge(source, expected, seen)

    def _judge(
        self, source: Source, expected: dict[str, Expected], seen: dict[str | None, Seen]
    ) -> list[Found]:
        deployment = self.deployment
        report, key = seen.get(REPORT), report_key(source.key, deployment.rejected_prefix)
        current = Origin(source.etag, recipe_id=deployment.recipe.id)
        return list(
            judge(
                source,
                expected,
                {variant: s for variant, s in seen.items() if variant},
                report=(Expected(key, current), report) if key and report else None,
                on_delete=deployment.on_delete,
            )
        )

    def _expected(self, source: Source) -> dict[str, Expected]:
        """The outputs that a source should have, by variant.

        Raises:
            Rejected: when one of their keys would be too long.
        """
        prefix, recipe = self.deployment.uploads_prefix, self.deployment.recipe
        return {
            variant.name: Expected(
                variant.key.output_key(source.key, prefix),
                Origin(source.etag, variant_id=recipe.variant_ids[variant.name]),
            )
            for variant in recipe.variants_for(source.key, prefix)
        }

    def _seen(self, row: OutputRow) -> Seen | None:
        if self.quick:
            return Seen(row.modified)
        head = self._head(row.key)
        return _as_seen(head) if head else None

    def _head(self, key: str) -> Head | None:
        return self.aws.head(self.deployment.destination, key)


def _as_seen(head: Head) -> Seen:
    return Seen(0, head.origin)


def _is_ours(head: Head) -> bool:
    origin = head.origin
    return bool(origin.source_etag and (origin.variant_id or origin.recipe_id))


def _leftover(row: OutputRow) -> tuple[Found, str | None]:
    if row.source is None:
        found = Found(
            Finding.UNCLAIMED, None, None, row.key, "the recipe would never write this key"
        )
    else:
        found = Found(
            Finding.ORPHANED, row.source, row.variant or None, row.key, "its source is gone"
        )
    return found, row.etag


def _unwired(key: str) -> Found:
    return Found(Finding.UNWIRED, key, None, None, "no event of it comes: none of the suffixes")


def explain_by_log(
    aws: Aws, deployment: Deployment, inventory: Inventory, tell: Callable[[int], None]
) -> str | None:
    """Look for sources without outputs in the function's log, where there are no reports.

    One that the log says this recipe has rejected, as it is now, has that as its only finding.

    Args:
        aws: the account.
        deployment: what is audited.
        inventory: holds the findings.
        tell: is called with the number of lines of each request.

    Returns:
        Why not all of them could be looked for; None when they could.
    """
    # Where they are kept, outputs of an older source are as they should be.
    explained = [Finding.MISSING]
    if deployment.on_delete is OnDelete.KEEP:
        explained.append(Finding.STALE)
    since = inventory.first_modified(*explained)
    if since is None:
        return None
    if deployment.log_group is None:
        return 'there is no output "log_group_name"'
    try:
        pages = aws.rejections(
            deployment.log_group, deployment.recipe.id, datetime.fromtimestamp(since, UTC)
        )
        for number, page in enumerate(pages):
            if number == _LOG_REQUESTS:
                return f"the log is longer than {counted(_LOG_REQUESTS, 'request')} can read"
            for line in page:
                detail = f"{line.get('reason')}: {line.get('detail')}"
                found = Found(Finding.REJECTED, line.get("key"), None, None, detail)
                inventory.replace_findings(found, str(line.get("source_etag")), *explained)
            tell(len(page))
    except CommandError as error:
        return str(error)
    return None


def _in_order(work: Callable[[T], R], items: Iterator[T], threads: int) -> Iterator[R]:
    """Do work in threads; results come in order, and few items are taken ahead of them."""
    with ThreadPoolExecutor(threads) as pool:
        window: deque[Future[R]] = deque(pool.submit(work, i) for i in islice(items, 4 * threads))
        try:
            while window:
                result = window.popleft().result()
                for item in islice(items, 1):
                    window.append(pool.submit(work, item))
                yield result
        finally:
            for waiting in window:
                waiting.cancel()


def remove_leftovers(
    aws: Aws, deployment: Deployment, inventory: Inventory, *, dry_run: bool
) -> Iterator[bool]:
    """Delete orphaned and unclaimed objects; gives for each whether it is, or would be, gone.

    Only what carries the metadata that the function writes is deleted, and only if it is still the
    object that was listed and its source is still absent.
    """

    def remove(found: tuple[Found, str | None]) -> bool:
        one, etag = found
        if one.output is None:
            return False
        head = aws.head(deployment.destination, one.output)
        if head is None or head.etag != etag or not _is_ours(head):
            return False
        if one.source and aws.head(deployment.bucket, one.source):
            return False
        return dry_run or aws.delete(deployment.destination, one.output, head.etag)

    leftovers = inventory.findings(Finding.ORPHANED, Finding.UNCLAIMED)
    return _in_order(remove, leftovers, CONNECTIONS)
