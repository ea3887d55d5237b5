"""The findings of an audit as tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table
from rich.text import Text

from thumbnailer.config.settings import OnDelete
from thumbnailer_cli.audit.findings import FINDINGS, Finding, problems
from thumbnailer_cli.audit.inventory import Inventory
from thumbnailer_cli.shared.text import printable

# The maximum number of rows of each kind in a table; --json has no limit.
_SHOWN = 20

_WHY_FINE = {
    Finding.ORPHANED: 'expected with on_delete = "keep"',
    Finding.UNCLAIMED: 'expected with on_delete = "keep"',
    Finding.REJECTED: "not a problem: the function cannot render them",
    Finding.UNWIRED: "not a problem unless they are images; see the variable suffixes",
}


def findings_table(inventory: Inventory, counts: Mapping[Finding, int]) -> Table:
    """A row for each finding, up to a limit for each kind."""
    made = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("reason", "source", "variant", "output", "detail"):
        made.add_column(name, overflow="fold")
    for reason in FINDINGS:
        for one, _ in inventory.findings(reason, limit=_SHOWN):
            cells = (one.reason, one.source, one.variant, one.output, one.detail)
            made.add_row(*(Text(printable(cell or "")) for cell in cells))
        if counts[reason] > _SHOWN:
            more = f"and {counts[reason] - _SHOWN:,} more; --json lists all"
            made.add_row(reason, Text(more))
    return made


def totals_table(counts: Mapping[Finding, int], on_delete: OnDelete) -> Table:
    """The number of findings of each kind, and which kinds are not problems."""
    wrong = problems(on_delete)
    made = Table(box=None, show_header=False, pad_edge=False)
    made.add_column(justify="right")
    for reason, number in counts.items():
        fine = "" if reason in wrong or not number else _WHY_FINE[reason]
        made.add_row(f"{number:,}", reason.value, fine)
    return made
