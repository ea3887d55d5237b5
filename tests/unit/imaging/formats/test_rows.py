"""What the rows of config/formats.py say agrees with itself, and costs a start nothing."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib

import pytest

from thumbnailer.config.defaults import RECIPE
from thumbnailer.config.formats import FORMATS, Format


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_a_row_is_whole(form: Format) -> None:
    assert re.fullmatch("[a-z0-9]+", form.name)
    assert re.fullmatch(r"image/[a-z0-9.+-]+", form.media_type)
    assert form.suffixes
    assert all(re.fullmatch(r"\.[a-z0-9]+", suffix) for suffix in form.suffixes)
    assert FORMATS[form.same].output if form.same else form.output


def test_no_suffix_and_no_source_is_of_two_formats() -> None:
    suffixes = [suffix for form in FORMATS.values() for suffix in form.suffixes]
    sources = [form.source for form in FORMATS.values()]
    assert len(suffixes) == len(set(suffixes))
    assert len(sources) == len(set(sources))


def test_pngs_are_compressed_by_run_lengths() -> None:
    assert FORMATS["png"].options == {"compress_type": zlib.Z_RLE}


def test_at_the_start_only_default_inputs_are_imported() -> None:
    script = (
        "import sys, thumbnailer.imaging; from thumbnailer.config.formats import FORMATS\n"
        "print(*(name for name, form in FORMATS.items() if form.source in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == RECIPE["inputs"]
