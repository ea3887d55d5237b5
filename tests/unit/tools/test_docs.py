from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tools.docs import (
    function_tables,
    generate,
    hcl_tables,
    markdown,
    markers,
    members,
    reasons_table,
    snippets,
)
from tools.errors import ToolError
from tools.paths import ROOT

VARIABLES = """
variable "size" {
  description = "Width|height, in <pixels>: \\"any\\" `a|b<c>*`. * is no markup."
  type        = number
}

variable "limits" {
  description = <<-EOT
    What is allowed,
    at most.
    - `bytes`, `tags`: of the file;
      continued.
    - `mode`: or `null`.
  EOT
  type = map(object({
    bytes = optional(number, 5242880) # 5 MiB
    tags  = optional(map(object({ name = string, on = bool })), { a = { name = "x,y)", on = 1 } })
    mode  = optional(string)
  }))
  default = { a = { bytes = 1, tags = {} }, "b c" = {} }
}
"""


def section(name: str, body: str = "") -> str:
    return f"<!-- BEGIN generated: {name} -->\n{body}<!-- END generated: {name} -->\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the configuration, with a README that has every marker."""
    for path in [*ROOT.glob("*.tf"), *ROOT.glob("modules/*/*.tf")]:
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    for document in generate.documents(tmp_path):
        document.path.write_text("# Title\n\n" + "\n".join(map(section, document.required)))
    return tmp_path


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_what_is_generated_passes_the_check(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main([], root) == 0
    assert "README.md: updated variables, outputs, settings" in capsys.readouterr().out
    assert generate.main(["--check"], root) == 0
    assert generate.main([], root) == 0
    assert capsys.readouterr() == ("", "")
    assert (root / "README.md").read_text().startswith("# Title\n\n<!-- BEGIN generated: variables")


def test_a_drift_is_found_and_left_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    generate.main([], root)
    before = (root / "modules/queue/README.md").read_text()
    replace(root / "modules/queue/variables.tf", "Tags of both queues.", "Tags.")
    replace(root / "README.md", "| `bucket_arn` | ARN of", "| `bucket_arn` | Name of")
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
    (root / "modules/layer/README.md").write_text(section("outputs"))
    assert generate.main(arguments, root) == 1
    said = capsys.readouterr().err
    assert "modules/layer/README.md: lacks <!-- BEGIN generated: variables -->" in said
    assert "`make docs`" in said


def test_an_unknown_marker(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    generate.main([], root)
    (root / "docs").mkdir()
    (root / "docs/operations.md").write_text(section("reasons") + section("resons"))
    assert generate.main(["--check"], root) == 1
    assert "docs/operations.md: cannot generate `resons`, only variables" in capsys.readouterr().err


def test_a_missing_readme(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "modules/layer/README.md").unlink()
    assert generate.main([], root) == 1
    assert "modules/layer/README.md: is missing" in capsys.readouterr().err


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


def test_a_simple_variable(tmp_path: Path) -> None:
    (tmp_path / "variables.tf").write_text(VARIABLES)
    heading, rule, row, _ = hcl_tables.variables(tmp_path).splitlines()
    assert heading == "| Name | Type | Default | Description |"
    assert rule == "| --- | --- | --- | --- |"
    assert row == (
        '| `size` | `number` | required | Width\\|height, in &lt;pixels>: "any" `a\\|b<c>*`.'
        " \\* is no markup. |"
    )


def test_a_heredoc_and_the_defaults_of_an_object(tmp_path: Path) -> None:
    (tmp_path / "variables.tf").write_text(VARIABLES)
    row = hcl_tables.variables(tmp_path).splitlines()[3]
    name, constraint, default, description = row.strip("| ").split(" | ")
    assert (name, constraint) == ("`limits`", "`map(object)`")
    assert default == '`{ a = { bytes = 1, tags = {} }, "b c" = {} }`'
    prose, first, second = description.split("<br>")
    assert prose == "What is allowed, at most."
    assert first == (
        "• `bytes` (number, default `5242880`), `tags` (map(object({name = string, on = bool})),"
        ' default `{a = {name = "x,y)", on = 1}}`): of the file; continued.'
    )
    assert second == "• `mode` (string, default `null`): or `null`."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    - `mode`: or `null`.\n", "", r"fields of `limits`.*lacks mode"),
        ("`mode`:", "`mood`:", r"lacks mode"),
        ("- `bytes`, `tags`", "- `bytes`, `tags`, `more`", r"what there is not: more"),
    ],
)
def test_every_field_of_an_object_is_described(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    (tmp_path / "variables.tf").write_text(VARIABLES)
    replace(tmp_path / "variables.tf", old, new)
    with pytest.raises(ToolError, match=said):
        hcl_tables.variables(tmp_path)


def test_a_variable_without_description(tmp_path: Path) -> None:
    (tmp_path / "variables.tf").write_text('variable "x" {}\n')
    with pytest.raises(ToolError, match="`x` has no description"):
        hcl_tables.variables(tmp_path)


def test_a_variable_of_any_type_is_told_as_modules_typed_has_it(tmp_path: Path) -> None:
    typed = tmp_path / members.TYPED
    typed.mkdir(parents=True)
    (typed / "variables.tf").write_text(VARIABLES)
    variables = tmp_path / "variables.tf"
    variables.write_text(
        'variable "limits" {\n  type = any\n'
        '  description = "What is allowed, at most. For its members, see modules/typed."\n}\n'
    )
    assert hcl_tables.variables(tmp_path).splitlines()[2] in hcl_tables.variables(typed)
    replace(variables, "at most", "at least")
    with pytest.raises(ToolError, match="the description of `limits` must be"):
        hcl_tables.variables(tmp_path)


def test_the_members_of_objects_in_objects(tmp_path: Path) -> None:
    typed = tmp_path / members.TYPED
    typed.mkdir(parents=True)
    (typed / "variables.tf").write_text(VARIABLES)
    assert json.loads(members.document(tmp_path)) == {
        "limits[*]": ["bytes", "tags", "mode"],
        "limits[*].tags[*]": ["name", "on"],
    }


def test_members_out_of_date_are_found(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    generate.main([], root)
    (root / members.TYPED / "members.json").write_text("{}")
    capsys.readouterr()
    assert generate.main(["--check"], root) == 1
    expected = "modules/typed/members.json is out of date: run `make docs`\n"
    assert capsys.readouterr().err == expected
    generate.main([], root)
    assert generate.main(["--check"], root) == 0


def test_what_is_no_hcl(tmp_path: Path) -> None:
    (tmp_path / "variables.tf").write_text('variable "x" {\n')
    with pytest.raises(ToolError, match=r"variables\.tf is not understood as HCL"):
        hcl_tables.variables(tmp_path)


def test_settings_name_the_variables_they_are_made_from(root: Path) -> None:
    assert (
        "| `THUMBNAILER_RECIPE` | `inputs`, `limits`, `variants`, `watermark` |"
        in function_tables.settings(root)
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
        function_tables.settings(root)


def test_permissions(root: Path) -> None:
    line = function_tables.permissions(root).splitlines()[5]
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
        function_tables.permissions(root)


def test_an_explanation_without_permission(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(function_tables._STATEMENTS, "FormerSid", "Once.")
    with pytest.raises(ToolError, match="what there is not: FormerSid"):
        function_tables.permissions(root)


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


def test_python_that_does_not_compile() -> None:
    text = "# T\n\n```python\na = 1\n```\n\n- item:\n\n  ```python\n  x = 1\n  y = (\n  ```\n"
    [problem] = snippets.problems([("README.md", text)])
    assert re.match(r"README\.md:11: the Python snippet does not compile: '\(' was", problem)


def test_hcl_that_is_not_formatted(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}

    def terraform(args: list[str], cwd: Path, **_: Any) -> subprocess.CompletedProcess[str]:
        assert args[:2] == ["fmt", "-check"]
        seen.update({path.name: path.read_text() for path in cwd.iterdir()})
        return subprocess.CompletedProcess(args, len(seen) - 1, "the difference\n", "")

    monkeypatch.setattr(snippets, "terraform", terraform)
    block = "```hcl\na = 1\n```\n"
    assert snippets.problems([("modules/x/README.md", block)]) == []
    assert snippets.problems([("README.md", "\n" + block)]) == [
        "`terraform fmt` would change HCL snippets:\nthe difference\n"
    ]
    assert seen == {"modules-x-README.md-line-2.tf": "a = 1\n", "README.md-line-3.tf": "a = 1\n"}
