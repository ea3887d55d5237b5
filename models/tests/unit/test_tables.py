from __future__ import annotations

import pytest

from models import tables
from models.cost import total
from models.deployments import GALLERY, MINIBLOG
from models.runs import OutOfDateError
from models.tables import TABLES
from tools.docs.documents import documents
from tools.errors import ToolError
from tools.paths import ROOT


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_in_its_document(name: str) -> None:
    document, _, _ = name.partition("-")
    text = (ROOT / f"docs/{document}.md").read_text()
    assert f"<!-- BEGIN generated: {name} -->\n\n{TABLES[name]()}\n\n<!-- END" in text


def test_no_readme_needs_them() -> None:
    assert not [d.path for d in documents(ROOT) if set(d.required) & set(TABLES)]


def test_the_examples_table() -> None:
    rows = tables.examples().splitlines()
    assert rows[0].endswith("| 10,000 pictures | 1,000,000 pictures | 100,000,000 pictures |")
    assert rows[2].startswith("| `miniblog`, 1 variant |")
    assert f"| {total(MINIBLOG, 1_000_000):.2f} |" in rows[2]
    assert f"| {total(MINIBLOG, 1_000_000, free_tier=True):.2f} |" in rows[3]
    assert rows[6].startswith("| `gallery`, 4 variants |")
    assert rows[6].endswith(f"| {total(GALLERY, 1e8):,.0f} |")


def test_a_lever_that_does_nothing_is_as_it_is() -> None:
    rows = [row.split(" | ") for row in tables.levers().splitlines()[2:]]
    as_it_is = rows[0][1:]
    assert as_it_is[1] == f"{total(MINIBLOG, 1_000_000):.2f}"
    assert all(row[1:] != as_it_is for row in rows[1:])


def test_no_message_of_a_burst_expires() -> None:
    """Else docs/scaling.md must say so."""
    rows = tables.bursts().splitlines()[2:]
    assert len(rows) == 14
    assert not [row for row in rows if "**(lost)**" in row]


def test_bursts_whose_messages_would_expire_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = 2 * 24 * 3600
    monkeypatch.setattr(tables, "quota", {"retention_seconds": kept}.__getitem__)
    lost = [row for row in tables.bursts().splitlines()[2:] if "**(lost)**" in row]
    assert [row.startswith("| `gallery` | 2 |") for row in lost] == [True]


def test_results_that_are_out_of_date_fail_the_docs(monkeypatch: pytest.MonkeyPatch) -> None:
    def kept() -> None:
        raise OutOfDateError("run `make models`")

    monkeypatch.setattr(tables, "kept", kept)
    with pytest.raises(ToolError, match="run `make models`"):
        tables.bursts()
