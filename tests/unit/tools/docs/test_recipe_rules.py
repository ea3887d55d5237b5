"""What Terraform knows of recipes is what the function knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.tools.docs.documents import replace
from tools.docs import generate, members, recipe_rules

RECIPE = "variables_recipe.tf"


def test_rules_out_of_date_are_found(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    generate.main([], root)
    (root / members.TYPED / recipe_rules.NAME).write_text("{}")
    capsys.readouterr()
    assert generate.main(["--check"], root) == 1
    expected = "modules/typed/recipe.json is out of date: run `make docs`\n"
    assert capsys.readouterr().err == expected


@pytest.mark.parametrize(
    ("file", "was", "now", "member"),
    [
        (members.TYPED / RECIPE, 'optional(string, "inside")', 'optional(string, "fill")', "fit"),
        (members.TYPED / RECIPE, 'optional(string, "inside")', "optional(string)", "fit"),
        (members.TYPED / RECIPE, "optional(number, 0.03)", "optional(number, 0.3)", "margin"),
        (members.TYPED / RECIPE, "optional(number, 100)", "optional(number, 99)", "max_frames"),
        (members.TYPED / RECIPE, "quality       = optional(number)", "quality = 80", "quality"),
        (Path(RECIPE), '["jpeg", "png"]', '["jpeg"]', "inputs"),
    ],
)
def test_another_default_in_terraform_is_found(
    root: Path, file: Path, was: str, now: str, member: str
) -> None:
    assert list(recipe_rules.problems(root)) == []
    replace(root / file, was, now.replace("= 80", "= optional(number, 80)"))
    [problem] = recipe_rules.problems(root)
    assert member in problem


def test_what_the_description_does_not_explain_is_listed(root: Path) -> None:
    replace(root / members.TYPED / RECIPE, "`fill`: distorted to fill them.", "")
    generate.main([], root)
    told = " ".join((root / "README.md").read_text().split())
    assert "the whole image, padded. Others: `fill`." in told
