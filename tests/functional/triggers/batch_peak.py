"""Settles a batch as the function does, and prints its peak of memory and one picture's estimate.

Run as `python -m tests.functional.triggers.batch_peak`, in a process of its own: the peak is the
process's, and how the C library allocates is settled before its first thread.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace

from PIL import Image

from tests.support.estimates import estimated
from thumbnailer.results.objects import Hint, SourceRef
from thumbnailer.results.outcome import Outcome
from thumbnailer.settling.service import Service
from tools import resident
from tools.samples.memory_store import MemoryStore, Stored
from tools.samples.pictures import encoded

_SIDE = 3000
_RECORDS = 10
_ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "eu-central-1",
    "THUMBNAILER_BUCKET": "pictures",
    "THUMBNAILER_UPLOADS_PREFIX": "uploads/",
    "THUMBNAILER_RECIPE": json.dumps({"variants": {"large": {"width": 2048, "height": 2048}}}),
}


def main() -> None:
    """Settle ten progressive JPEGs of 9 megapixels, one at a time, by ten threads."""
    os.environ |= _ENVIRONMENT
    from thumbnailer import handler  # noqa: PLC0415 - reads the environment

    picture = encoded(Image.new("RGB", (_SIDE, _SIDE), 90), "JPEG", progressive=True, subsampling=0)
    keys = [f"uploads/{number}.jpg" for number in range(_RECORDS)]
    store = MemoryStore({key: Stored(picture) for key in keys})
    service = Service(replace(handler._settings, processors=1), store)
    before = resident.now()
    resident.restart_peak()
    work = [Hint(SourceRef("pictures", key), upload=True) for key in keys]
    ends = [done.settlement for done in service.settle_all(work, lambda: 60_000)]
    if any(end.outcome is not Outcome.SETTLED for end in ends):
        raise RuntimeError(ends)
    print(json.dumps([resident.peak() - before, estimated(picture, service.settings.recipe)]))


if __name__ == "__main__":
    main()
