"""What CONTRIBUTING.md, SECURITY.md, the templates and the hooks name is there."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from tools.paths import ROOT

PAGES = ["CONTRIBUTING.md", "SECURITY.md"]
TEMPLATES = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text()


@pytest.mark.parametrize("page", PAGES)
def test_each_linked_file_is_there(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text())
    assert links
    for link in links:
        assert (ROOT / link).is_file(), link


def test_each_folder_named_is_there() -> None:
    folders = re.findall(r"`([a-z_]+/[a-z_]*)`", (ROOT / "CONTRIBUTING.md").read_text())
    assert "src/thumbnailer" in folders
    for folder in folders:
        assert (ROOT / folder).is_dir(), folder


@pytest.mark.parametrize(
    "path",
    [*PAGES, ".github/PULL_REQUEST_TEMPLATE.md", *map(str, (ROOT / ".github/workflows").iterdir())],
    ids=lambda path: Path(path).name,
)
def test_each_target_of_make_is_there(path: str) -> None:
    text = (ROOT / path).read_text()
    for target in re.findall(r"(?:`|run: )make ([a-z-]+)", text):
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_is_a_form_whose_fields_have_an_id_and_a_label(path: Path) -> None:
    form = yaml.safe_load(path.read_text())
    if path.name == "config.yml":
        assert form == {"blank_issues_enabled": False}
        return
    assert form["name"]
    assert form["description"]
    fields = [item for item in form["body"] if item["type"] != "markdown"]
    assert len({field["id"] for field in fields}) == len(fields) > 0
    for field in fields:
        assert field["type"] in {"input", "textarea"}
        assert field["attributes"]["label"]


def test_each_hook_calls_what_make_lint_calls() -> None:
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert repository["repo"] == "local"
    rule = re.search(r"^lint:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert rule
    lint = rule[1].replace("$(RUN)", ".venv/bin/python")
    for hook in repository["hooks"]:
        words = [word for word in shlex.split(hook["entry"]) if word != "--force-exclude"]
        assert " ".join(words) in lint
