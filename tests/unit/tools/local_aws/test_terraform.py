from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.errors import ToolError
from tools.local_aws import provider_mirror, terraform
from tools.local_aws.provider_mirror import Mirror


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine with a terraform that tells its environment, and no configuration or mirror."""
    binary = tmp_path / "bin/terraform"
    binary.parent.mkdir()
    binary.write_text('#!/bin/sh\n[ "$1" = fail ] && { echo sorry >&2; exit 3; }\n/usr/bin/env\n')
    binary.chmod(0o755)
    for name in ("THUMBNAILER_TERRAFORM", "TF_CLI_CONFIG_FILE", "TF_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(binary.parent))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(terraform, "BUILD", tmp_path / "build")
    monkeypatch.setattr(provider_mirror, "find", lambda: None)
    terraform.command.cache_clear()
    yield tmp_path
    terraform.command.cache_clear()


def variables(cwd: Path, env: dict[str, str] | None = None) -> dict[str, str]:
    said = terraform.terraform(["any"], cwd, env).stdout
    return dict(line.split("=", 1) for line in said.splitlines() if "=" in line)


def test_terraform_on_path(machine: Path) -> None:
    assert terraform.command() == (str(machine / "bin/terraform"),)


def test_the_users_choice_goes_first(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THUMBNAILER_TERRAFORM", sys.executable)
    assert terraform.command() == (sys.executable,)


def test_a_wrong_choice_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THUMBNAILER_TERRAFORM", "nowhere/terraform")
    with pytest.raises(ToolError, match="THUMBNAILER_TERRAFORM=nowhere/terraform"):
        terraform.command()


def test_each_directory_has_its_own_data_outside_the_tree(machine: Path) -> None:
    places = {variables(path)["TF_DATA_DIR"] for path in (machine, machine / "bin")}
    assert len(places) == 2
    assert all(Path(place).is_relative_to(machine / "build") for place in places)


def test_variables_of_other_projects_stay_out(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TF_VAR_name", "TF_CLI_ARGS_plan", "TF_WORKSPACE", "AWS_PROFILE"):
        monkeypatch.setenv(name, "theirs")
    said = variables(machine, {"AWS_REGION": "us-east-1", "TF_VAR_ours": "yes"})
    assert not {"TF_VAR_name", "TF_CLI_ARGS_plan", "TF_WORKSPACE", "AWS_PROFILE"} & set(said)
    assert (said["AWS_REGION"], said["TF_VAR_ours"]) == ("us-east-1", "yes")
    assert variables(machine)["AWS_PROFILE"] == "theirs"


def test_a_failure_holds_the_output(machine: Path) -> None:
    with pytest.raises(terraform.TerraformError, match=r"terraform fail in .*\(exit 3\):\nsorry"):
        terraform.terraform(["fail"], machine)
    assert terraform.terraform(["fail"], machine, check=False).returncode == 3


def test_the_mirror_is_used(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mirror = Mirror(Path("/mirror"))
    monkeypatch.setattr(provider_mirror, "find", lambda: mirror)
    said = variables(machine)
    config = Path(said["TF_CLI_CONFIG_FILE"]).read_text()
    assert mirror.block() in config
    assert "disable_checkpoint = true" in config
    assert "TF_PLUGIN_CACHE_DIR" not in said


def test_without_a_mirror_downloads_are_shared(machine: Path) -> None:
    said = variables(machine)
    assert "provider_installation" not in Path(said["TF_CLI_CONFIG_FILE"]).read_text()
    assert Path(said["TF_PLUGIN_CACHE_DIR"]).is_dir()


def test_the_users_configuration_goes_first(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = machine / ".terraformrc"
    own.touch()
    assert variables(machine)["TF_CLI_CONFIG_FILE"] == str(own)
    named = machine / "named.rc"
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(named))
    assert variables(machine)["TF_CLI_CONFIG_FILE"] == str(own)
    named.touch()
    assert variables(machine)["TF_CLI_CONFIG_FILE"] == str(named)
