"""Terraform takes an invented format from recipe.json alone: docs/development/extending.md."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.invented_format import ROW
from tests.terraform import without_resources
from thumbnailer.config.formats import FORMATS
from thumbnailer.config.recipe_json import parse_recipe
from tools.docs import members, recipe_rules
from tools.local_aws.terraform import terraform
from tools.paths import ROOT

ASKED = """
output "recipe" {
  value = local.recipe
}

output "suffixes" {
  value = local.wired_suffixes
}
"""


def configure(directory: Path, **given: object) -> None:
    for file in without_resources.FILES:
        shutil.copy(ROOT / file, directory)
    shutil.copytree(ROOT / members.TYPED, directory / members.TYPED)
    (directory / "outputs.tf").write_text(ASKED)
    variables = {"bucket_name": "pictures", **given}
    (directory / "terraform.tfvars.json").write_text(json.dumps(variables))


def plan(directory: Path) -> str:
    terraform(["init", "-backend=false"], directory, {})
    return terraform(["plan", "-no-color", "-out=plan"], directory, {}, check=False).stderr


def test_its_inputs_suffixes_and_outputs_are_those_of_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ROW._replace(output=True, same=None)
    monkeypatch.setitem(FORMATS, row.name, row)
    variants = {"thumb": {"width": 9, "format": "odd"}}
    configure(tmp_path, inputs=["png", "odd"], variants=variants)
    (tmp_path / members.TYPED / recipe_rules.NAME).write_text(recipe_rules.document())
    assert plan(tmp_path) == ""
    shown = terraform(["show", "-json", "plan"], tmp_path, {}).stdout
    outputs = json.loads(shown)["planned_values"]["outputs"]
    assert outputs["suffixes"]["value"] == [
        *(".png", ".PNG", ".odd", ".ODD", ".oddity", ".ODDITY"),
    ]
    recipe = parse_recipe(outputs["recipe"]["value"])
    assert (recipe.inputs, recipe.variants[0].format) == (("png", "odd"), "odd")


def test_without_its_row_it_is_refused(tmp_path: Path) -> None:
    configure(tmp_path, inputs=["png", "odd"])
    assert 'and nothing else; got ["png","odd"]' in " ".join(plan(tmp_path).split())
