"""Prints the tables of the measurements from build/bench.json: `python -m benchmarks.report`."""

import json
from collections.abc import Sequence
from typing import Any

from benchmarks import compared
from benchmarks.summary import verdict_of
from tools.paths import BUILD

_UPLOADS = ("cold_ms", "warm_ms", "waits", "requests", "invocation_ms", "invocation_waits")


def tables(results: dict[str, Any]) -> str:
    """Render the tables.

    Args:
        results: the content of build/bench.json.

    Returns:
        Markdown.
    """
    return "\n\n".join(
        [
            _table(("ratio", "of totals", "median", "target", "met"), _ratios(results)),
            _table(
                (
                    "upload",
                    "cold, ms",
                    "warm, ms",
                    "waits",
                    "requests",
                    "invocation, ms",
                    "its waits",
                ),
                [
                    (f"{revision}, {count}", *(f"{row[name]:.0f}" for name in _UPLOADS))
                    for revision, counts in results["uploads"].items()
                    for count, row in counts.items()
                ],
            ),
            *(
                compared.table(f"{case}: time / peer's", rows, results["pictures"])
                for case, rows in results["seconds"].items()
            ),
            *(
                _peers(f"{case}: milliseconds", rows, 1000)
                for case, rows in results["seconds"].items()
            ),
            *(
                _peers(
                    f"{case}: peak memory in MB",
                    {picture: row[case] for picture, row in results["peak_rss_mb"].items()},
                    1,
                )
                for case in results["seconds"]
            ),
            _table(
                ("worst of", "format", "PSNR dB", "PSNR lost dB", "SSIM"),
                [
                    (peer, form, _number(worst, "psnr"), _number(worst, "psnr_lost"), ssim)
                    for peer, forms in results["quality_min"].items()
                    for form, worst in forms.items()
                    for ssim in [f"{worst['ssim']:.4f}"]
                ],
            ),
        ]
    )


def _ratios(results: dict[str, Any]) -> list[Sequence[str]]:
    return [
        (
            f"`{name}`",
            f"{row['value']:.2f}",
            _number(row, "median", 2),
            verdict_of(row),
            {True: "yes", False: "no", None: ""}[row.get("met")],
        )
        for name, row in results["ratios"].items()
    ]


def _peers(title: str, rows: dict[str, dict[str, float]], factor: float) -> str:
    names = list(next(iter(rows.values())))
    body: list[Sequence[str]] = [
        (picture, *(f"{row[name] * factor:.0f}" if name in row else "" for name in names))
        for picture, row in rows.items()
    ]
    return _table((title, *names), body)


def _number(row: dict[str, float], name: str, digits: int = 1) -> str:
    return f"{row[name]:.{digits}f}" if name in row else ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Print the tables."""
    print(tables(json.loads((BUILD / "bench.json").read_text())))


if __name__ == "__main__":
    main()
