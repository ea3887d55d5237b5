"""A member that an object variable does not have is refused, and so are members without effect."""

from __future__ import annotations

import json
import re
import shutil
from typing import Any

import pytest

from tests.terraform import without_resources
from tools.docs import members
from tools.local_aws.terraform import terraform
from tools.paths import ROOT

# Without these, other members have no effect.
NEEDED: dict[str, Any] = {
    "alarms": {"enabled": True},
    "cors": {"allowed_origins": ["https://example.org"]},
    "delivery": {"enabled": True},
    "notices": {"enabled": True},
}
KINDS: dict[str, list[str]] = json.loads(members.document(ROOT))


def objects(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """The variable with one object of the kind, which has these members."""
    name, *inner = re.findall(r"\w+|\[\*\]", kind)
    value: Any = given
    for part in reversed(inner):
        value = [value] if part == "[*]" else {part: value}
    # Of a variable that is several objects, each has a name.
    return {name: {"it": value[0]} if f"{name}[*]" in KINDS else NEEDED.get(name, {}) | value}


def where(kind: str) -> str:
    name = re.split(r"\W", kind)[0]
    return kind.replace(f"{name}[*]", f'{name}["it"]').replace("[*]", "[0]")


def misspelt(member: str) -> str:
    return f"{member[0]}{member[2:]}"


MISSPELT = {
    f'{where(kind)} has no member "{misspelt(known[-1])}"; did you mean "{known[-1]}"? '
    f"Its members are {', '.join(known)}.": objects(kind, {misspelt(known[-1]): None})
    for kind, known in KINDS.items()
}
FURTHER: dict[str, dict[str, Any]] = {
    'batching has no member "size"; did you mean "batch_size"?': {"batching": {"size": 3}},
    'batching has no member "Window"; did you mean "window"?': {"batching": {"Window": 3}},
    'batching has no member "windows"; did you mean "window"?': {"batching": {"windows": 3}},
    'batching has no member "windo"; did you mean "window"?': {"batching": {"windo": 3}},
    'batching has no member "whatever". Its': {"batching": {"whatever": 3}},
    'alarms has no member "errors"; did you mean "thresholds.errors"?': {
        "alarms": {"enabled": True, "errors": 3}
    },
}
WITHOUT_EFFECT: dict[str, dict[str, Any]] = {
    "alarms has no effect without enabled: give alarms.enabled, or leave out actions.": {
        "alarms": {"actions": []}
    },
    "cors has no effect without allowed_origins: give cors.allowed_origins, or leave out"
    " allowed_methods.": {"cors": {"allowed_methods": ["GET"]}},
    "delivery has no effect without enabled: give delivery.enabled, or leave out aliases.": {
        "delivery": {"aliases": ["img.example.org"]}
    },
    "notices has no effect without enabled: give notices.enabled, or leave out create_topic.": {
        "notices": {"create_topic": True}
    },
}
# Of these nothing is said.
GOOD: list[dict[str, Any]] = [
    {"alarms": {"enabled": False, "actions": []}, "delivery": {}, "notices": None, "cors": {}},
    {"delivery": {"enabled": False, "logging": None, "cache": {}}},
    {"variants": {"a": {"width": 1}, "b": {"height": 1, "fit": "cover"}}},
]
CASES = [*MISSPELT.values(), *FURTHER.values(), *WITHOUT_EFFECT.values(), *GOOD]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What a plan of all cases says of members; each is a call of the root's declarations."""
    directory = tmp_path_factory.mktemp("members")
    module = directory / "module"
    shutil.copytree(ROOT / "modules/typed", module / "modules/typed")
    for name in without_resources.FILES:
        shutil.copy(ROOT / name, module)
    (directory / "terraform.tfvars.json").write_text(json.dumps({"cases": CASES}))
    calls = ['variable "cases" {\n  type = any\n}\n']
    for number, case in enumerate(CASES):
        given = "".join(f"  {name} = var.cases[{number}].{name}\n" for name in case)
        given = f'  source = "./module"\n  bucket_name = "pictures"\n{given}'
        calls.append(f'module "case{number}" {{\n{given}}}\n')
    (directory / "main.tf").write_text("\n".join(calls))
    own = {"TF_DATA_DIR": str(directory / "data")}
    terraform(["init", "-backend=false"], directory, own)
    lines = terraform(["plan", "-json"], directory, own, check=False).stdout.splitlines()
    diagnostics = [json.loads(line).get("diagnostic") for line in lines]
    return [
        sentence
        for diagnostic in diagnostics
        if diagnostic and diagnostic["summary"] == "Module output value precondition failed"
        for sentence in diagnostic["detail"].splitlines()
    ]


@pytest.mark.parametrize("sentence", [*MISSPELT, *FURTHER, *WITHOUT_EFFECT])
def test_it_is_refused_and_what_is_meant_is_said(sentence: str, said: list[str]) -> None:
    assert [each[: len(sentence)] for each in said].count(sentence) == 1


def test_nothing_else_is_refused(said: list[str]) -> None:
    assert len(said) == len(MISSPELT) + len(FURTHER) + len(WITHOUT_EFFECT)
