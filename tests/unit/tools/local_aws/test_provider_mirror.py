from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.errors import ToolError
from tools.local_aws import provider_mirror
from tools.local_aws.provider_mirror import Mirror

REGISTRY = "registry.terraform.io"


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine with one place to look in."""
    monkeypatch.delenv("THUMBNAILER_TF_MIRROR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(provider_mirror, "_ROOTS", (str(tmp_path / "opt"),))
    monkeypatch.setattr(provider_mirror, "_platform", lambda: "linux_amd64")
    provider_mirror.find.cache_clear()
    yield tmp_path
    provider_mirror.find.cache_clear()


def unpacked(mirror: Path, platform: str = "linux_amd64", registry: str = REGISTRY) -> Path:
    (mirror / registry / "hashicorp/aws/5.100.0" / platform).mkdir(parents=True)
    return mirror


@pytest.mark.parametrize("where", ["opt", "opt/a", "opt/a/b", "home/.terraform.d/plugins"])
def test_it_looks_shallowly(machine: Path, where: str) -> None:
    mirror = unpacked(machine / where)
    assert provider_mirror.find() == Mirror(mirror)


def test_it_takes_packed_ones(machine: Path) -> None:
    home = machine / "opt" / REGISTRY / "hashicorp/aws"
    home.mkdir(parents=True)
    (home / "terraform-provider-aws_5.100.0_linux_amd64.zip").touch()
    assert provider_mirror.find() == Mirror(machine / "opt")


def test_one_for_another_machine_is_none(machine: Path) -> None:
    unpacked(machine / "opt", "darwin_arm64")
    assert provider_mirror.find() is None


def test_one_of_another_registry_is_none(machine: Path) -> None:
    unpacked(machine / "opt", registry="registry.example.com")
    assert provider_mirror.find() is None


def test_the_users_choice_goes_first(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked(machine / "opt")
    chosen = unpacked(machine / "mine")
    monkeypatch.setenv("THUMBNAILER_TF_MIRROR", str(chosen))
    assert provider_mirror.find() == Mirror(chosen)


def test_a_wrong_choice_is_told(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THUMBNAILER_TF_MIRROR", str(machine))
    with pytest.raises(ToolError, match="THUMBNAILER_TF_MIRROR"):
        provider_mirror.find()


def test_block() -> None:
    block = Mirror(Path("/a b")).block()
    assert '"/a b"' in block
    assert block.count('["registry.terraform.io/hashicorp/aws"]') == 2
