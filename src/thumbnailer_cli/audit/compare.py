"""Compares the outputs of a deployment with its sources.

The inventory joins both listings. A HEAD request is sent only for outputs whose source exists: a
listing does not contain the metadata that names the source's ETag and the recipe.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from thumbnailer.config.rejection import Rejected
from thumbnailer.results.objects import Origin
from thumbnailer.results.report import report_key
from thumbnailer_cli.audit.findings import REPORT, Expected, Finding, Found, Seen, Source, judge
from thumbnailer_cli.audit.inventory import Inventory, OutputRow
from thumbnailer_cli.audit.parallel import in_order
from thumbnailer_cli.shared.aws.s3 import CONNECTIONS, S3, Head
from thumbnailer_cli.shared.deployment import Deployment

# The function may still be processing sources that are younger than this when the audit begins:
# their findings are checked again before they are reported.
RECENT_SECONDS = 15 * 60


@dataclass(frozen=True)
class Comparison:
    """Compares sources with their outputs.

    Attributes:
        s3: the client.
        deployment: the deployment to audit.
        quick: whether to compare the listings only.
        recent: the function may still be processing sources modified after this time (in seconds
            since 1970).
    """

    s3: S3
    deployment: Deployment
    quick: bool
    recent: float

    def run(self, inventory: Inventory, advance: Callable[[int], None]) -> None:
        """Compare all sources and outputs in the inventory.

        Args:
            inventory: contains the listings; the findings are added to it.
            advance: called with the number of sources compared since the last call.
        """
        found = in_order(self._look, inventory.pairs(), threads=1 if self.quick else CONNECTIONS)
        for findings in found:
            inventory.add_findings(findings)
            advance(1)
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
        """The findings of `_look`, from new requests: the listings may be minutes old."""
        head = self.s3.head(self.deployment.bucket, key)
        if head is None:
            return []  # deleted since the listing; the next audit reports its outputs
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
            Rejected: if the key of an output is too long.
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
        return self.s3.head(self.deployment.destination, key)


def _as_seen(head: Head) -> Seen:
    return Seen(0, head.origin)


def _leftover(row: OutputRow) -> tuple[Found, str | None]:
    if row.source is None:
        found = Found(
            Finding.UNCLAIMED, None, None, row.key, "no variant of the recipe writes this key"
        )
    else:
        found = Found(
            Finding.ORPHANED, row.source, row.variant or None, row.key, "its source does not exist"
        )
    return found, row.etag


def _unwired(key: str) -> Found:
    return Found(
        Finding.UNWIRED,
        key,
        None,
        None,
        "S3 sends no events for this key: it has none of the suffixes",
    )
