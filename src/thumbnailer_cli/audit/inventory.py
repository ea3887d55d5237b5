"""Both listings in a temporary SQLite database, so that memory does not grow with their length."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from thumbnailer_cli.audit.findings import REPORT, Finding, Found, Source
from thumbnailer_cli.shared.errors import CommandError

_SCHEMA = """
CREATE TABLE source (
    key TEXT PRIMARY KEY, etag TEXT NOT NULL, modified REAL NOT NULL, wired INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE output (
    key TEXT PRIMARY KEY, etag TEXT NOT NULL, modified REAL NOT NULL, source TEXT, variant TEXT
) WITHOUT ROWID;
CREATE TABLE finding (reason TEXT, source TEXT, variant TEXT, output TEXT, detail TEXT, etag TEXT);
"""
# The page cache of SQLite in KiB, and the number of rows fetched at a time.
_CACHE = 8192
_ROWS = 1000


class OutputRow(NamedTuple):
    """An object below an output prefix, or a report; `variant` is REPORT for those."""

    key: str
    etag: str
    modified: float
    source: str | None
    variant: str | None


class Inventory:
    """The sources and outputs of a deployment, and the findings on them."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def add_sources(self, rows: Iterable[tuple[Source, bool]]) -> None:
        """Add sources; `wired` is false for keys that the deployment does not process."""
        self._db.executemany(
            "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?)",
            ((source.key, source.etag, source.modified, wired) for source, wired in rows),
        )

    def add_outputs(self, rows: Iterable[OutputRow]) -> None:
        """Add outputs and reports."""
        self._db.executemany("INSERT OR REPLACE INTO output VALUES (?, ?, ?, ?, ?)", rows)

    def index(self) -> None:
        """Create the index; call it after all outputs are added."""
        self._db.execute("CREATE INDEX output_of_source ON output (source)")

    def sources(self) -> int:
        """The number of sources that the deployment processes."""
        return self._count("SELECT count(*) FROM source WHERE wired")

    def outputs(self) -> int:
        """The number of objects below output prefixes, without reports."""
        return self._count("SELECT count(*) FROM output WHERE variant IS NOT ?", REPORT)

    def outputs_of_sources(self) -> int:
        """The number of outputs and reports whose source exists."""
        return self._count(
            "SELECT count(*) FROM output JOIN source ON output.source = source.key WHERE wired"
        )

    def pairs(self) -> Iterator[tuple[Source, list[OutputRow]]]:
        """Each source that the deployment processes, with its existing outputs."""
        rows = self._rows(
            "SELECT source.key, source.etag, source.modified, output.key, output.etag,"
            " output.modified, output.source, output.variant"
            " FROM source LEFT JOIN output ON output.source = source.key"
            " WHERE wired ORDER BY source.key"
        )
        for (key, etag, modified), group in groupby(rows, key=lambda row: row[:3]):
            outputs = [OutputRow(*row[3:]) for row in group if row[3] is not None]
            yield Source(key, etag, modified), outputs

    def unwired(self) -> Iterator[str]:
        """The keys below the uploads prefix that the deployment does not process."""
        return (row[0] for row in self._rows("SELECT key FROM source WHERE NOT wired ORDER BY key"))

    def without_source(self) -> Iterator[OutputRow]:
        """Outputs and reports whose source does not exist, and unclaimed objects."""
        rows = self._rows(
            "SELECT output.* FROM output LEFT JOIN source ON output.source = source.key"
            " WHERE source.key IS NULL ORDER BY output.key"
        )
        return (OutputRow(*row) for row in rows)

    def add_findings(self, rows: Iterable[tuple[Found, str | None]]) -> None:
        """Add findings, each with the ETag of its object if that is known."""
        self._db.executemany(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?)",
            ((f.reason, f.source, f.variant, f.output, f.detail, etag) for f, etag in rows),
        )

    def first_modified(self, *reasons: Finding) -> float | None:
        """When the oldest source with findings of these kinds was modified; None without any."""
        query = (
            "SELECT min(modified) FROM finding JOIN source ON finding.source = source.key"
            " WHERE reason IN (SELECT value FROM json_each(?))"
        )
        first: float | None = self._db.execute(query, (json.dumps(reasons),)).fetchone()[0]
        return first

    def replace_findings(self, found: Found, etag: str, *reasons: Finding) -> bool:
        """Replace findings of some kinds with one; returns False if the source has none of them.

        Args:
            found: the new finding.
            etag: replace only if the source has this ETag.
            reasons: the kinds to replace.
        """
        self._db.execute("CREATE INDEX IF NOT EXISTS finding_of_source ON finding (source)")
        gone = self._db.execute(
            "DELETE FROM finding WHERE source = ? AND reason IN (SELECT value FROM json_each(?))"
            " AND EXISTS (SELECT 1 FROM source WHERE key = ? AND etag = ?)",
            (found.source, json.dumps(reasons), found.source, etag),
        )
        if gone.rowcount:
            self.add_findings([(found, None)])
        return gone.rowcount > 0

    def count(self, reason: Finding) -> int:
        """The number of findings of a kind."""
        return self._count("SELECT count(*) FROM finding WHERE reason = ?", reason)

    def findings(self, *reasons: Finding, limit: int = -1) -> Iterator[tuple[Found, str | None]]:
        """The findings of some kinds, in the order of the kinds, then in the order of addition."""
        for reason in reasons:
            rows = self._rows(
                "SELECT source, variant, output, detail, etag FROM finding WHERE reason = ?"
                " ORDER BY rowid LIMIT ?",
                reason,
                limit,
            )
            for source, variant, output, detail, etag in rows:
                yield Found(reason, source, variant, output, detail), etag

    def sources_found(self, reasons: Iterable[Finding]) -> Iterator[str]:
        """The keys of the sources with findings of these kinds, without duplicates."""
        rows = self._rows(
            "SELECT DISTINCT source FROM finding WHERE source IS NOT NULL"
            " AND reason IN (SELECT value FROM json_each(?)) ORDER BY source",
            json.dumps(list(reasons)),
        )
        return (row[0] for row in rows)

    def _count(self, query: str, *values: Any) -> int:
        return int(self._db.execute(query, values).fetchone()[0])

    def _rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        cursor = self._db.execute(query, values)
        cursor.arraysize = _ROWS
        while rows := cursor.fetchmany():
            yield from rows


@contextmanager
def inventory() -> Iterator[Inventory]:
    """An empty inventory in a temporary folder, which is deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="thumbnailer-") as folder:
        database = sqlite3.connect(Path(folder) / "inventory.sqlite3", isolation_level=None)
        try:
            # One transaction that is never committed: the file is not needed after this process.
            database.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                f" PRAGMA cache_size = -{_CACHE}; {_SCHEMA} BEGIN"
            )
            yield Inventory(database)
        except sqlite3.Error as error:
            raise CommandError(f"cannot store the listings in {folder}: {error}") from None
        finally:
            database.close()
