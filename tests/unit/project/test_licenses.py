"""What LICENSE, NOTICE and pyproject.toml say of licences is what is locked and installed."""

import hashlib
import re
import tomllib
from importlib.metadata import distribution

import pytest

from thumbnailer import __version__
from tools.paths import REQUIREMENTS, ROOT, SOURCE

NOTICE = (ROOT / "NOTICE").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

# SHA-256 of the text with its appendix not filled in.
APACHE = "c71d239df91726fc519c6eb72d318ec65820627232b2f796219e87dcf35d0ab4"


def locked(lock: str) -> set[str]:
    text = (REQUIREMENTS / lock).read_text()
    return set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))


def license_file(name: str, file: str) -> str:
    text = distribution(name).read_text(f"licenses/{file}")
    assert text, f"the wheel of {name} holds no {file}"
    return text


def test_the_license_is_the_unchanged_text_of_apache() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == APACHE
    assert PROJECT["license"] == "Apache-2.0"
    for name in PROJECT["license-files"]:
        assert (ROOT / name).is_file()


def test_the_notice_has_an_entry_for_each_distribution_of_the_layers_and_no_other() -> None:
    entries = re.findall(r"^([a-z0-9-]+)\n    ", NOTICE, re.MULTILINE)
    assert sorted(entries) == sorted(locked("layer.txt") | locked("heif.txt"))


@pytest.mark.parametrize("name", ["fontpkg-open-sans", "isal", "pillow"])
def test_the_notice_names_the_license_that_the_wheel_declares(name: str) -> None:
    declared = distribution(name).metadata["License-Expression"]
    entry = re.search(rf"^{name}\n    (\S+?)[. ]", NOTICE, re.MULTILINE)
    assert entry
    assert NOTICE[entry.start(1) :].startswith(declared)


def test_the_notice_names_each_library_in_the_wheels_of_pillow() -> None:
    bundled = re.findall(r"^----\n\n(\w+)\n", license_file("pillow", "LICENSE"), re.MULTILINE)
    assert "LIBJPEG" in bundled
    told = re.search(r"for each of them:\n([^.]+)\.", NOTICE)
    assert told
    assert re.findall(r"\w+", told[1]) == bundled


def test_the_notice_names_each_library_in_the_wheels_of_pillow_heif() -> None:
    text = license_file("pillow-heif", "LICENSES_bundled.txt")
    bundled = re.findall(r"^Name: (\S+)\nLicense: (L?GPL)v(\d)$", text, re.MULTILINE)
    assert [name for name, _, _ in bundled] == ["libheif", "libde265", "x265"]
    for name, license_name, version in bundled:
        assert f"{name} ({license_name}-{version}.0)" in NOTICE


def test_the_version_stands_once() -> None:
    assert PROJECT["dynamic"] == ["version"]
    places = [
        path.relative_to(ROOT).as_posix()
        for path in [ROOT / "pyproject.toml", *SOURCE.rglob("*.py"), *ROOT.glob("*.tf")]
        if f'"{__version__}"' in path.read_text()
    ]
    assert places == ["src/thumbnailer/__init__.py"]
