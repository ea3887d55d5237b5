"""Snippets of Python and HCL in documents."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tools.docs import snippets
from tools.errors import ToolError


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


def test_labelled_snippets() -> None:
    text = "```hcl a/main.tf\nx = 1\n```\n\n```sh\nls\n```\n\n- ```yaml  a/github\n  b: 2\n  ```\n"
    assert snippets.labelled(text) == {"a/main.tf": "x = 1\n", "a/github": "b: 2\n"}


def test_a_label_stands_once() -> None:
    with pytest.raises(ToolError, match=r"line 6: there is a snippet a already"):
        snippets.labelled("```hcl a\nx = 1\n```\n\n```yaml a\nb: 2\n```\n")
