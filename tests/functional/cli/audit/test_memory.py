"""An audit of many keys takes no more memory than one of a few."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from typing import cast

from thumbnailer.results.objects import Origin
from thumbnailer_cli.audit.compare import Comparison
from thumbnailer_cli.audit.findings import Finding
from thumbnailer_cli.audit.inventory import inventory
from thumbnailer_cli.audit.listing import list_all
from thumbnailer_cli.shared.aws.s3 import S3, Head, Listed
from thumbnailer_cli.shared.deployment import parse_deployment
from tools.samples.recipes import THUMB


class ManyKeys:
    """An account with any number of sources; every tenth has no output, every tenth a stale one."""

    def __init__(self, keys: int, variant_id: str) -> None:
        self.keys, self.variant_id = keys, variant_id

    def list_pages(self, _: str, prefix: str) -> Iterator[list[Listed]]:
        for start in range(0, self.keys, 1000):
            numbers = range(start, min(start + 1000, self.keys))
            if prefix == "uploads/":
                yield [Listed(f"uploads/{n:07}.jpg", f"{n:032x}", 9, 1.0) for n in numbers]
            else:
                names = [f"thumbnails/{n:07}_thumb.jpg" for n in numbers if n % 10]
                yield [Listed(name, "made", 9, 2.0) for name in names]

    def head(self, _: str, key: str) -> Head:
        number = int(key.partition("/")[2][:7])
        stale = number % 10 == 1 and key.startswith("thumb")
        source_etag = "old" if stale else f"{number:032x}"
        return Head(f"{number:032x}", Origin(source_etag, self.variant_id))


def audit_peak(keys: int) -> int:
    """The most memory in bytes that auditing so many sources takes."""
    outputs = {
        "bucket_name": "b",
        "uploads_prefix": "uploads/",
        "recipe": json.dumps({"variants": {"thumb": THUMB}}),
        "queue_url": "q",
        "dead_letter_queue_url": "d",
    }
    described = parse_deployment(outputs)
    s3 = cast("S3", ManyKeys(keys, described.recipe.variant_ids["thumb"]))
    tracemalloc.start()
    try:
        with inventory() as found:
            list_all(s3, described, found, lambda _: None)
            Comparison(s3, described, quick=False, recent=9e9).run(found, lambda _: None)
            assert found.sources() == keys
            assert found.count(Finding.MISSING) == keys // 10
            assert found.count(Finding.STALE) == keys // 10
            assert sum(1 for _ in found.findings(Finding.MISSING)) == keys // 10
            assert sum(1 for _ in found.sources_found(list(Finding))) == keys // 5
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_ten_times_the_keys_take_no_more_memory() -> None:
    audit_peak(1000)  # imports and caches
    assert audit_peak(30_000) < 1.5 * audit_peak(3_000)
