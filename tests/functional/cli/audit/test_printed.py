"""What `thumbnailer audit` prints for a person, and what it asks."""

from __future__ import annotations

import pytest

from thumbnailer_cli.shared import terminal
from tools.samples.account import Account


def test_it_says_where_it_looked(deployment: Account) -> None:
    deployment.create_bucket("made")
    deployment.outputs |= {"destination_bucket_name": "made", "rejected_prefix": "rejected/"}
    result = deployment.run("audit", "--yes")
    assert "Sources: every key below s3://pictures/uploads/, since" in result.stderr
    assert (
        "Outputs and reports: every key below s3://made/rejected/, s3://made/thumbnails/."
        in result.stderr
    )


def test_a_person_sees_some_findings_of_each_kind_and_a_program_all(deployment: Account) -> None:
    for number in range(25):
        deployment.upload(f"uploads/{number:02}.jpg")
    result = deployment.run("audit", "--yes")
    assert "uploads/19.jpg" in result.stdout
    assert "uploads/20.jpg" not in result.stdout
    assert "and 5 more; --json lists all" in result.stdout
    assert len(deployment.document("audit", "--yes", exit_code=1)["findings"]) == 25


def test_nobody_is_asked_where_nobody_is(deployment: Account) -> None:
    deployment.upload("uploads/a.jpg")
    deployment.settle("uploads/a.jpg")
    result = deployment.run("audit")
    assert result.exit_code == 2
    assert "Listed 1 source and 1 output with 2 requests" in result.stderr
    assert "stdin is not a terminal; pass --yes" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 2)])
def test_a_person_is_asked(
    deployment: Account, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    monkeypatch.setattr(terminal, "is_interactive", lambda: True)
    deployment.upload("uploads/a.jpg")
    deployment.settle("uploads/a.jpg")
    result = deployment.run("audit", stdin=answer)
    assert result.exit_code == code
    assert "Compare them?" in result.stderr
