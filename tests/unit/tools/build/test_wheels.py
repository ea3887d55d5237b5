from __future__ import annotations

import hashlib
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tools.build import wheels
from tools.build.targets import TARGETS
from tools.errors import ToolError
from tools.paths import REQUIREMENTS

ARM = TARGETS["arm64"]


def make_wheel(path: Path, *names: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name in names or ("PIL/__init__.py",):
            archive.writestr(name, "")
    return path


class Pip:
    """Stands in for pip: puts a wheel of some version where it is told to."""

    def __init__(self, version: str = "13.0.0", code: int = 0) -> None:
        self.version = version
        self.code = code
        self.commands: list[list[str]] = []

    def __call__(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        self.commands.append(command)
        home = Path(command[command.index("--dest") + 1])
        make_wheel(home / f"pillow-{self.version}-cp313-cp313-linux.whl")
        return subprocess.CompletedProcess(command, self.code, "", "no such wheel")


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    wheel = make_wheel(tmp_path / "any.whl")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    path = tmp_path / "layer.txt"
    path.write_text(f"# comment\nPillow==13.0.0 \\\n    --hash=sha256:{digest}\n")
    monkeypatch.setattr(wheels, "BUILD", tmp_path / "build")
    return path


def test_versions() -> None:
    lock = 'a-b==1.0 \\\n    --hash=sha256:00\nC_d.e==2.0.post1 ; sys_platform == "win32" \\\n'
    assert wheels.versions(lock) == {"a-b": "1.0", "c-d-e": "2.0.post1"}


def test_the_real_locks_name_what_the_tests_are_run_with() -> None:
    tested = wheels.versions((REQUIREMENTS / "dev.txt").read_text())
    locks = (wheels.LOCK, wheels.HEIF_LOCK)
    shipped = [wheels.versions(lock.read_text()) for lock in locks]
    assert [set(pins) for pins in shipped] == [
        {"fontpkg-open-sans", "isal", "pillow"},
        {"pillow-heif"},
    ]
    assert all(pins.items() <= tested.items() for pins in shipped)


def test_build_sh_builds_with_what_the_tests_build_with() -> None:
    tested = wheels.versions((REQUIREMENTS / "dev.txt").read_text())
    builder = wheels.versions((REQUIREMENTS / "build.txt").read_text())
    assert builder.items() <= tested.items()
    assert set(builder) == {"pyelftools", "ziglang"}


def test_the_wheels_of_two_locks_lie_apart(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip = Pip()
    monkeypatch.setattr(subprocess, "run", pip)
    other = lock.with_name("heif.txt")
    other.write_bytes(lock.read_bytes())
    for each in (lock, other, lock, other):
        wheels.fetch(ARM, "3.13", each)
    assert len(pip.commands) == 2


def test_it_asks_for_the_lambda_platform_and_asks_once(
    lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pip = Pip()
    monkeypatch.setattr(subprocess, "run", pip)
    first = wheels.fetch(ARM, "3.13", lock)
    assert wheels.fetch(ARM, "3.13", lock) == first
    (command,) = pip.commands
    assert {"--require-hashes", "--only-binary=:all:", "--no-deps"} <= set(command)
    assert "manylinux_2_28_aarch64" in command
    assert "cp313" in command


def test_damaged_wheels_are_fetched_again(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip = Pip()
    monkeypatch.setattr(subprocess, "run", pip)
    (wheel,) = wheels.fetch(ARM, "3.13", lock)
    wheel.write_bytes(b"")
    wheels.fetch(ARM, "3.13", lock)
    assert len(pip.commands) == 2


def test_another_version_is_refused(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", Pip("12.2.0"))
    with pytest.raises(ToolError, match=r"pillow-12\.2\.0"):
        wheels.fetch(ARM, "3.13", lock)


def test_a_wheel_that_does_not_exist(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", Pip(code=1))
    with pytest.raises(ToolError, match=r"Python 3\.13 on arm64:\nno such wheel"):
        wheels.fetch(ARM, "3.13", lock)


def test_unpack(tmp_path: Path) -> None:
    wheels.unpack(make_wheel(tmp_path / "a.whl", "PIL/a.py", "pillow.libs/b.so"), tmp_path / "out")
    assert (tmp_path / "out/PIL/a.py").exists()
    assert (tmp_path / "out/pillow.libs/b.so").exists()


def test_a_wheel_that_needs_installing_is_refused(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "a.whl", "a.py", "a-1.0.data/scripts/a")
    with pytest.raises(ToolError, match=r"a-1\.0\.data/scripts/a"):
        wheels.unpack(wheel, tmp_path / "out")
