"""What is wrong beside the pixels does not cost the picture."""

from __future__ import annotations

import pytest

from tests.support.beside_pixels import JPEGS, PNGS, TOO_LARGE_PROFILE
from thumbnailer.imaging import render
from tools.samples.recipes import recipe


def thumb(data: bytes) -> bytes:
    (rendition,) = render(data, recipe()).renditions
    return rendition.data


@pytest.mark.parametrize("name", [*JPEGS, *PNGS])
def test_a_flawed_file_shows_what_the_sound_one_shows(name: str) -> None:
    flawed = (JPEGS | PNGS)[name]
    assert thumb(flawed.data) == thumb(flawed.sound)


def test_a_profile_of_over_a_mebibyte_is_left_out() -> None:
    assert thumb(TOO_LARGE_PROFILE.data) == thumb(TOO_LARGE_PROFILE.sound)
