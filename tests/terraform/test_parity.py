"""Terraform and the function have the same rules: what one takes the other takes, as the same.

Each recipe is a call of a module that has the variables of the root module and nothing that it
would make, so that one plan tries many.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.terraform import refusal_cases, without_resources
from tests.terraform.recipe_cases import GOOD, Case
from tests.terraform.recipe_refusals import BAD, BAD_AS_DEPLOYED
from thumbnailer.config import settings
from thumbnailer.config.recipe import Recipe
from thumbnailer.config.settings import SettingsError, load_settings
from tools.local_aws.terraform import terraform
from tools.paths import ROOT

REFUSED = {**BAD, **BAD_AS_DEPLOYED, **refusal_cases.REFUSED}


@pytest.fixture(scope="module")
def recipes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What Terraform writes of the good ones."""
    directory = tmp_path_factory.mktemp("good")
    configure(directory, GOOD)
    plan(directory, check=True)
    shown = json.loads(run(directory, "show", "-json", "plan"))
    return {name: output["value"] for name, output in shown["planned_values"]["outputs"].items()}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What Terraform says about the bad ones."""
    directory = tmp_path_factory.mktemp("bad")
    configure(directory, {name: case for name, (_, case) in REFUSED.items()})
    said: dict[str, list[str]] = defaultdict(list)
    for line in plan(directory, check=False).splitlines():
        diagnostic = json.loads(line).get("diagnostic")
        if diagnostic:
            place = Path(diagnostic["range"]["filename"]).parts[0]
            said[place.removesuffix(".tf")].append(diagnostic["detail"])
    return said


@pytest.mark.parametrize("name", GOOD)
def test_both_take_it_and_as_the_same(name: str, recipes: Mapping[str, str]) -> None:
    assert read(recipes[name], GOOD[name]) == read(written(GOOD[name]), GOOD[name])


@pytest.mark.parametrize("name", BAD)
def test_the_function_refuses_it(name: str) -> None:
    _, case = BAD[name]
    with pytest.raises(SettingsError):
        read(written(case), case)


@pytest.mark.parametrize("name", REFUSED)
def test_terraform_refuses_it_and_names_the_variable(
    name: str, refusals: Mapping[str, list[str]]
) -> None:
    words, _ = REFUSED[name]
    assert [detail[: len(words)] for detail in refusals[name]] == [words]


@pytest.mark.parametrize("name", ["width_only", "all_defaults", "all_nulls"])
def test_what_is_the_default_takes_no_room(name: str, recipes: Mapping[str, str]) -> None:
    document = json.loads(recipes[name])
    document["variants"]["thumb"].pop("key", None)
    assert document == {"variants": {"thumb": {"width": 150}}}


def configure(directory: Path, cases: Mapping[str, Case]) -> None:
    # The recipes are the value of a variable. As literals they would be checked before the plan,
    # when the rules by which two variables go together have not had their turn.
    (directory / "terraform.tfvars.json").write_text(json.dumps({"cases": cases}))
    (directory / "cases.tf").write_text('variable "cases" {\n  type = any\n}\n')
    for name, case in cases.items():
        # A directory and a file for each: a diagnostic tells about the recipe by their name.
        module = directory / name
        module.mkdir()
        for file in without_resources.FILES:
            shutil.copy(ROOT / file, module)
        (module / "outputs.tf").write_text('output "recipe" {\n  value = local.recipe\n}\n')
        shutil.copytree(ROOT / "modules/typed", module / "modules/typed")
        given = {"bucket_name": '"pictures"'} | {
            variable: f"var.cases.{name}.{variable}" for variable in case
        }
        arguments = "".join(f"  {variable} = {value}\n" for variable, value in given.items())
        (directory / f"{name}.tf").write_text(
            f'module "{name}" {{\n  source = "./{name}"\n{arguments}}}\n'
            f'output "{name}" {{\n  value = module.{name}.recipe\n}}\n'
        )


def plan(directory: Path, *, check: bool) -> str:
    run(directory, "init", "-backend=false")
    return run(directory, "plan", "-json", "-out=plan", check=check)


def run(directory: Path, *args: str, check: bool = True) -> str:
    own = {"TF_DATA_DIR": str(directory / "data")}
    return terraform(args, directory, own, check=check).stdout


def written(case: Case) -> str:
    return json.dumps({name: value for name, value in case.items() if name != "uploads_prefix"})


def read(recipe: str, case: Case) -> Recipe:
    environ = {
        settings.BUCKET: "pictures",
        settings.UPLOADS_PREFIX: case.get("uploads_prefix", "uploads/"),
        settings.RECIPE: recipe,
    }
    return load_settings(environ).recipe
