"""The reference of a module's variables, and the members of their objects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from tests.unit.tools.docs.documents import replace
from tools.docs import (
    hcl_reference,
    members,
)
from tools.errors import ToolError

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


def typed_module(root: Path) -> Path:
    """A root module's directory of types, with `VARIABLES`."""
    typed = root / members.TYPED
    typed.mkdir(parents=True)
    (typed / "variables.tf").write_text(VARIABLES)
    return typed


def test_a_simple_variable(tmp_path: Path) -> None:
    (tmp_path / "variables.tf").write_text(VARIABLES)
    assert hcl_reference.variables(tmp_path).splitlines()[0] == (
        '- `size` (`number`, required): Width|height, in &lt;pixels>: "any" `a|b<c>*`.'
        " \\* is no markup."
    )


def test_a_heredoc_and_the_defaults_of_an_object(tmp_path: Path) -> None:
    (tmp_path / "variables.tf").write_text(VARIABLES)
    described, *members = hcl_reference.variables(tmp_path).splitlines()[1:]
    assert described == (
        '- `limits` (`map(object)`, default `{ a = { bytes = 1, tags = {} }, "b c" = {} }`):'
        " What is allowed, at most."
    )
    assert " ".join(map(str.strip, members)) == (
        "- `bytes` (`number`, default `5242880`), `tags` (`map(object)`, default"
        ' `{a = {name = "x,y)", on = 1}}`): of the file; continued.'
        " - `mode` (`string`, default `null`): or `null`."
    )
    assert [line[:4] for line in members] == ["  - ", "    ", "  - "]


def test_paragraphs_belong_to_their_item_and_code_is_not_broken(tmp_path: Path) -> None:
    text = f"First.\n\n    {'word ' * 23}`a -\n    b` more."
    (tmp_path / "variables.tf").write_text(
        f'variable "x" {{\n  description = <<-EOT\n    {text}\n  EOT\n}}\n'
    )
    assert hcl_reference.variables(tmp_path).splitlines() == [
        "- `x` (`any`, required): First.",
        "",
        f"  {' '.join(['word'] * 23)}",
        "  `a - b` more.",
    ]
    [top] = SyntaxTreeNode(MarkdownIt().parse(hcl_reference.variables(tmp_path))).children
    assert [child.type for child in top.children[0].children] == ["paragraph", "paragraph"]


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
        hcl_reference.variables(tmp_path)


def test_a_variable_without_description(tmp_path: Path) -> None:
    (tmp_path / "variables.tf").write_text('variable "x" {}\n')
    with pytest.raises(ToolError, match="`x` has no description"):
        hcl_reference.variables(tmp_path)


def test_a_variable_of_any_type_is_told_as_modules_typed_has_it(tmp_path: Path) -> None:
    typed = typed_module(tmp_path)
    variables = tmp_path / "variables.tf"
    variables.write_text(
        'variable "limits" {\n  type = any\n'
        '  description = "What is allowed, at most. For its members, see modules/typed."\n}\n'
    )
    assert hcl_reference.variables(tmp_path) in hcl_reference.variables(typed)
    replace(variables, "at most", "at least")
    with pytest.raises(ToolError, match="the description of `limits` must be"):
        hcl_reference.variables(tmp_path)


def test_the_members_of_objects_in_objects(tmp_path: Path) -> None:
    typed_module(tmp_path)
    assert json.loads(members.document(tmp_path)) == {
        "limits[*]": ["bytes", "tags", "mode"],
        "limits[*].tags[*]": ["name", "on"],
    }


def test_what_is_no_hcl(tmp_path: Path) -> None:
    (tmp_path / "variables.tf").write_text('variable "x" {\n')
    with pytest.raises(ToolError, match=r"variables\.tf is not understood as HCL"):
        hcl_reference.variables(tmp_path)
