"""Every JPEG of every corpus is at an eighth what libjpeg makes of it, or is left to libjpeg."""

from __future__ import annotations

import pytest

from tests.corpus.report import CORPORA, obtain
from tests.property.imaging.test_jpeg_eighth import assert_alike
from thumbnailer.config.rejection import Rejected
from thumbnailer.imaging.formats.jpeg_segments import essence
from thumbnailer_native.jpeg_scan import decode_eighth


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("corpus", CORPORA)
def test_every_jpeg(corpus: str) -> None:
    decoded = 0
    for path in obtain(corpus):
        data = path.read_bytes()
        if not data.startswith(b"\xff\xd8\xff"):
            continue
        try:
            data = essence(data)
        except Rejected:
            continue
        made = decode_eighth(data)
        if made and min(made.size) > 1:
            assert_alike(made, data)
            decoded += 1
    assert decoded or corpus == "pngsuite"
