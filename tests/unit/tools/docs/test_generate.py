"""`make docs` and its check."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.tools.docs.documents import replace, section
from tools.docs import (
    generate,
    markers,
    members,
)
from tools.docs.documents import documents
from tools.errors import ToolError


def test_what_is_generated_passes_the_check(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main([], root) == 0
    updated = [
        f"{document.path.relative_to(root)}: updated {', '.join(document.required)}"
        for document in documents(root)
    ]
    assert capsys.readouterr().out.splitlines() == [
        *updated,
        "modules/typed/members.json: updated",
        "modules/typed/recipe.json: updated",
    ]
    assert generate.main(["--check"], root) == 0
    assert generate.main([], root) == 0
    assert capsys.readouterr() == ("", "")
    generated = (root / "README.md").read_text()
    assert generated.startswith("# Title\n\n<!-- BEGIN generated: requirements")


def test_a_drift_is_found_and_left_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    generate.main([], root)
    before = (root / "modules/queue/README.md").read_text()
    replace(root / "modules/queue/variables.tf", "Tags of both queues.", "Tags.")
    replace(root / "README.md", "- `bucket_arn`: ARN of", "- `bucket_arn`: Name of")
    capsys.readouterr()
    assert generate.main(["--check"], root) == 1
    assert capsys.readouterr().err.splitlines() == [
        "README.md: `outputs` is out of date: run `make docs`",
        "modules/queue/README.md: `variables` is out of date: run `make docs`",
    ]
    assert (root / "modules/queue/README.md").read_text() == before


@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_a_missing_marker(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    generate.main([], root)
    (root / "modules/bucket/README.md").write_text(
        "".join(map(section, ("requirements", "resources", "outputs")))
    )
    assert generate.main(arguments, root) == 1
    said = capsys.readouterr().err
    assert "modules/bucket/README.md: lacks <!-- BEGIN generated: variables -->" in said
    assert "`make docs`" in said


def test_an_unknown_marker(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    generate.main([], root)
    (root / "docs/operations.md").write_text(section("reasons") + section("resons"))
    assert generate.main(["--check"], root) == 1
    said = capsys.readouterr().err
    assert "docs/operations.md: cannot generate `resons`, only requirements" in said


def test_a_missing_readme(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "modules/bucket/README.md").unlink()
    assert generate.main([], root) == 1
    assert "modules/bucket/README.md: is missing" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "<!-- BEGIN generated: a -->\n",
        "<!-- END generated: a -->\n",
        "<!-- BEGIN generated: a -->\n<!-- END generated: b -->\n",
        section("a", section("b")),
        "see <!-- BEGIN generated: a -->\n<!-- END generated: a -->\n",
        "<!--BEGIN generated:a-->\n<!--END generated:a-->\n",
    ],
)
def test_markers_that_do_not_pair_up(text: str) -> None:
    with pytest.raises(ToolError, match="do not pair up"):
        markers.fill(text, str)


def test_only_what_is_between_markers_changes() -> None:
    text = "before\n" + section("a", "old\n") + "between\n" + section("b", "\nb\n\n") + "after"
    filled = markers.fill(text, lambda name: name)
    assert filled.names == ("a", "b")
    assert filled.changed == ("a",)
    assert filled.text == text.replace("old", "\na\n")


def test_members_out_of_date_are_found(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    generate.main([], root)
    (root / members.TYPED / "members.json").write_text("{}")
    capsys.readouterr()
    assert generate.main(["--check"], root) == 1
    expected = "modules/typed/members.json is out of date: run `make docs`\n"
    assert capsys.readouterr().err == expected
    generate.main([], root)
    assert generate.main(["--check"], root) == 0
