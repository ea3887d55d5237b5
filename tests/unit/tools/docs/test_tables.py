"""Tables of settings, permissions and reasons."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.unit.tools.docs.documents import replace
from tools.docs import markdown, permissions_table, reasons_table, settings_table
from tools.errors import ToolError


def test_settings_name_the_variables_they_are_made_from(root: Path) -> None:
    assert (
        "| `THUMBNAILER_RECIPE` | `inputs`, `limits`, `variants`, `watermark` |"
        in settings_table.settings(root)
    )


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("THUMBNAILER_BUCKETS", r"local\.settings.*lacks THUMBNAILER_BUCKET$"),
        ("THUMBNAILER_MORE = 1\n    THUMBNAILER_BUCKET", r"what there is not: THUMBNAILER_MORE"),
    ],
)
def test_terraform_and_the_function_know_the_same_settings(root: Path, new: str, said: str) -> None:
    replace(root / "main.tf", "THUMBNAILER_BUCKET", new)
    with pytest.raises(ToolError, match=said):
        settings_table.settings(root)


def test_permissions(root: Path) -> None:
    line = permissions_table.permissions(root).splitlines()[5]
    assert line.startswith(
        "| `WriteAndRemoveOutputs` | `s3:GetObject`, `s3:PutObject`, `s3:DeleteObject` |"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"WriteOutputs"', '"ReplaceOutputs"', "lacks ReplaceOutputs"),
        ('Sid      = "WriteLogs"', 'Sid = "WriteLogs"\n      Condition = {}', "WriteLogs must"),
        ('"Allow"\n      Action   = ["s3:G', '"Deny"\n      Action   = ["s3:G', "and allow"),
        (
            "/${var.uploads_prefix}*",
            "/*",
            r"the resource of ReadUploads: \"\$\{var.bucket_arn\}/\*",
        ),
        ("/${prefix}*", "/*", "the resource of WriteOutputs"),
        (": local.outputs", ": local.output", r"There is no local\.output "),
    ],
)
def test_a_permission_that_is_not_explained(root: Path, old: str, new: str, said: str) -> None:
    replace(root / "modules/function/main.tf", old, new)
    with pytest.raises(ToolError, match=said):
        permissions_table.permissions(root)


def test_an_explanation_without_permission(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(permissions_table._STATEMENTS, "FormerSid", "Once.")
    with pytest.raises(ToolError, match="what there is not: FormerSid"):
        permissions_table.permissions(root)


def test_reasons() -> None:
    text = reasons_table.reasons()
    assert "| `settled` |  | The outputs are those of the source as it is now. |" in text
    assert "|  | `corrupt` | " in text
    assert re.findall(r"^\| `(\w+)`", text, re.MULTILINE) == [
        "settled",
        "rejected",
        "failed",
        "ignored",
    ]


@pytest.mark.parametrize(
    ("outcome", "reason"), [("rejected", "corrupt"), ("failed", "out_of_time")]
)
def test_a_reason_that_is_not_explained(
    monkeypatch: pytest.MonkeyPatch, outcome: str, reason: str
) -> None:
    words: Any = reasons_table._REASONS
    monkeypatch.delitem(words[outcome], reason)
    with pytest.raises(ToolError, match=f"lacks {reason}"):
        reasons_table.reasons()


def test_pipes_do_not_end_a_cell() -> None:
    assert markdown.table(["a"], [("`x|y`",)]).endswith("| `x\\|y` |")
