"""The workflows run what a person runs, with pinned actions and few rights."""

import re
from typing import Any

import pytest
import yaml

from tools.paths import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").iterdir())
each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def jobs(name: str) -> dict[str, Any]:
    workflow = yaml.safe_load((ROOT / ".github/workflows" / name).read_text())
    found: dict[str, Any] = workflow["jobs"]
    return found


@each_workflow
def test_each_action_is_pinned_by_its_commit_and_names_its_version(path: Any) -> None:
    uses = re.findall(r"uses: .*", path.read_text())
    assert uses
    for line in uses:
        assert re.fullmatch(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)


@each_workflow
def test_a_workflow_grants_nothing_and_each_job_grants_what_it_needs(path: Any) -> None:
    assert yaml.safe_load(path.read_text())["permissions"] == {}
    for job in jobs(path.name).values():
        assert job["permissions"]


@each_workflow
def test_no_checkout_leaves_its_token_behind(path: Any) -> None:
    for job in jobs(path.name).values():
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_ci_runs_what_a_person_runs() -> None:
    (job,) = jobs("ci.yml").values()
    assert job["steps"][-1] == {"run": ".ci/run"}


def test_a_release_is_built_checked_attested_and_published_in_this_order() -> None:
    build, publish = jobs("release.yml").values()
    commands = [step["run"].split()[:2] for step in build["steps"] if "run" in step]
    assert commands == [["make", "release"], ["sha256sum", "--check"]]
    assert publish["needs"] == "build"
    assert [
        step.get("uses", step.get("run", "")).split("@")[0].split(' "')[0]
        for step in publish["steps"]
    ] == ["actions/download-artifact", "actions/attest-build-provenance", "gh release create"]


def test_only_the_job_that_runs_no_code_of_the_project_may_write() -> None:
    build, publish = jobs("release.yml").values()
    assert build["permissions"] == {"contents": "read"}
    assert set(publish["permissions"]) == {"attestations", "contents", "id-token"}
    assert not [step for step in publish["steps"] if "checkout" in step.get("uses", "")]


def test_make_lint_audits_the_workflows() -> None:
    makefile = (ROOT / "Makefile").read_text()
    lint = re.search(r"^lint:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert lint
    assert "zizmor --offline" in lint[1]
