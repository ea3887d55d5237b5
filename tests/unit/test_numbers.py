"""What has to stand in several languages is the same in each."""

from __future__ import annotations

import re
import tomllib

import pytest

from thumbnailer.config import defaults
from thumbnailer.config.settings import PROCESSOR
from thumbnailer.triggers.backoff import SETTLED_AFTER
from thumbnailer_cli.shared import prices
from tools.build import interpreter, targets
from tools.docs import command_samples, hcl, members, object_type
from tools.local_aws import release
from tools.paths import ROOT


@pytest.mark.parametrize(
    ("variable", "member", "number"),
    [
        ("function", "memory_size", PROCESSOR),
        ("function", "memory_size", prices.MEMORY),
        ("function", "runtime", f'"python{interpreter.LAMBDA}"'),
        ("batching", "batch_size", prices.MESSAGES_PER_INVOCATION),
        *(("limits", member, number) for member, number in defaults.LIMITS.items()),
    ],
)
def test_members_of_variables(variable: str, member: str, number: object) -> None:
    block = hcl.blocks(ROOT / members.TYPED, "variable")[variable]
    assert object_type.fields(str(block["type"]))[member].default == str(number)


def test_the_tries_of_a_message() -> None:
    variables = hcl.blocks(ROOT, "variable")
    assert variables["max_receive_count"]["default"] == command_samples.RECEIVED


def test_the_runtime_of_each_example() -> None:
    examples = sorted(path.parent for path in ROOT.glob("examples/*/variables.tf"))
    runtimes = [hcl.text(hcl.blocks(path, "variable")["runtime"]["default"]) for path in examples]
    assert runtimes == [f"python{interpreter.LAMBDA}"] * 5


def test_the_alias_that_events_invoke() -> None:
    resources = dict(hcl.labelled(ROOT / "modules/function", "resource"))
    (alias,) = resources["aws_lambda_alias"].values()
    assert hcl.text(alias["name"]) == release.ALIAS


def test_the_pythons() -> None:
    oldest = f"3.{targets.OLDEST}"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == f">={oldest}"
    makefile = (ROOT / "Makefile").read_text()
    assert set(re.findall(r"Python (3\.\d+) or later", makefile)) == {oldest}
    assert f"sys.version_info < (3, {targets.OLDEST})" in makefile
    locked = set(re.findall(r"--python-version=(3\.\d+)", makefile))
    assert locked == {oldest, interpreter.LAMBDA}  # LocalStack's is the one that it runs


def test_the_shortest_visibility_timeout() -> None:
    function = hcl.blocks(ROOT / members.TYPED, "variable")["function"]
    (shortest,) = re.findall(r"function\.timeout >= (\d+)", str(function["validation"]))
    queues = [
        of for kind, of in hcl.labelled(ROOT / "modules/queue", "resource") if "queue" in kind
    ]
    (times,) = re.findall(r"(\d+) \* var\.function_timeout", str(queues))
    assert int(times) * int(shortest) == SETTLED_AFTER
