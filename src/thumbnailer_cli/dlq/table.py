"""Messages of the dead-letter queue as a table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from thumbnailer_cli.dlq.explain import Explained
from thumbnailer_cli.shared.text import printable


def table(messages: Sequence[Explained]) -> Table:
    """A row for each message, by reason and then by age."""
    made = Table(box=None, header_style="bold", pad_edge=False)
    made.add_column("reason", no_wrap=True)
    made.add_column("source", overflow="fold")
    made.add_column("received", justify="right")
    made.add_column("since (UTC)", no_wrap=True)
    made.add_column("detail", overflow="fold")
    for one in sorted(messages, key=lambda one: (one.reason, one.message.sent)):
        made.add_row(
            Text(printable(one.reason)),
            Text(printable(", ".join(one.keys) or one.message.message_id)),
            str(one.message.received),
            one.message.sent.strftime("%Y-%m-%d %H:%M:%S"),
            Text(printable(_last_line(one.detail))),
        )
    return made


def _last_line(detail: str) -> str:
    """The last line of a detail, which is the exception in a traceback."""
    lines = detail.strip().splitlines()
    return lines[-1] if lines else ""
