"""The workflows of docs/pipelines.md say the same for GitHub and for GitLab."""

from typing import Any

import pytest
import yaml

from tools.docs import snippets
from tools.paths import ROOT

SNIPPETS = snippets.labelled((ROOT / "docs/pipelines.md").read_text(encoding="utf-8"))
STACKS = ("archive", "git")


def needs(job: dict[str, Any]) -> list[str]:
    named = job.get("needs", [])
    return [named] if isinstance(named, str) else list(named)


def steps(job: dict[str, Any], action: str) -> list[dict[str, Any]]:
    return [step for step in job["steps"] if step.get("uses", "").startswith(f"{action}@")]


def carried(job: dict[str, Any], action: str) -> dict[str, str]:
    """Where a job has what other jobs get, or got, by its name."""
    found = [step["with"] for step in steps(job, f"actions/{action}-artifact")]
    return {each["name"]: each.get("path", ".").rstrip("/") for each in found}


def test_gitlab_runs_and_hands_over_what_github_does() -> None:
    github = yaml.safe_load(SNIPPETS["git/github"])["jobs"]
    gitlab = yaml.safe_load(SNIPPETS["git/gitlab"])
    assert list(github) == [job for job in gitlab if job != "default"]
    for name, job in github.items():
        other = gitlab[name]
        lines = [line for step in job["steps"] for line in step.get("run", "").splitlines()]
        assert lines == other["script"]
        uploaded = carried(job, "upload").values()
        assert list(uploaded) == other.get("artifacts", {}).get("paths", [])
        assert needs(job) == needs(other)


@pytest.mark.parametrize("stack", STACKS)
def test_each_job_gets_what_the_jobs_uploaded_that_it_needs(stack: str) -> None:
    jobs = yaml.safe_load(SNIPPETS[f"{stack}/github"])["jobs"]
    for job in jobs.values():
        uploaded = {name for each in needs(job) for name in carried(jobs[each], "upload")}
        assert set(carried(job, "download")) == uploaded


@pytest.mark.parametrize("stack", STACKS)
def test_no_checkout_leaves_its_token_behind(stack: str) -> None:
    for job in yaml.safe_load(SNIPPETS[f"{stack}/github"])["jobs"].values():
        for step in steps(job, "actions/checkout"):
            assert step["with"]["persist-credentials"] is False
