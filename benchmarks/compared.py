"""Tables of ours against the peers, by kind of picture."""

import statistics
from collections.abc import Mapping

from benchmarks.groups import Facts, by_kind, compare

Rows = Mapping[str, Mapping[str, float]]


def table(title: str, rows: Rows, facts: Mapping[str, Facts]) -> str:
    """Compare by kind, as Markdown: our milliseconds, and the ratios to each peer.

    Args:
        title: of the first column.
        rows: by picture, the seconds by peer.
        facts: by picture, what is known of it.

    Returns:
        A line for each kind, and one for each format without its mosaics; a cell holds the ratio
        of the totals and, in brackets, the median of the pictures' ratios.
    """
    peers = list(dict.fromkeys(peer for row in rows.values() for peer in row if peer != "ours"))
    head = [title, "pictures", "ours, ms", *(f"/ {peer}" for peer in peers)]
    lines = [head, ["---", *["---:"] * (len(head) - 1)]]
    for name, group in _groups(rows, facts).items():
        milliseconds = statistics.mean(row["ours"] for row in group.values()) * 1000
        cells = [_cell(group, peer) for peer in peers]
        lines.append([name, str(len(group)), f"{milliseconds:.1f}", *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def single(title: str, rows: Rows) -> str:
    """The pictures one by one, as Markdown: our milliseconds, and the ratios to each peer."""
    peers = list(dict.fromkeys(peer for row in rows.values() for peer in row if peer != "ours"))
    head = [title, "ours, ms", *(f"/ {peer}" for peer in peers)]
    lines = [head, ["---", *["---:"] * (len(head) - 1)]]
    for name, row in rows.items():
        ratios = [f"{row['ours'] / row[peer]:.2f}" if peer in row else "" for peer in peers]
        lines.append([name, f"{row['ours'] * 1000:.1f}", *ratios])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _groups(rows: Rows, facts: Mapping[str, Facts]) -> dict[str, Rows]:
    kinds: dict[str, Rows] = dict(by_kind(rows, facts))
    for form in ("jpeg", "png"):
        everyday = {
            name: row
            for kind, group in kinds.items()
            if kind.startswith(f"{form}-") and not kind.endswith("-mosaic")
            for name, row in group.items()
        }
        if everyday:
            kinds[f"all {form} but mosaics"] = everyday
    return kinds


def _cell(group: Rows, peer: str) -> str:
    compared = compare(group, peer)
    return f"{compared.total:.2f} ({compared.median:.2f})" if compared else ""
