"""A batch takes no more memory than the gate admitted, whichever threads its pictures fall to."""

from __future__ import annotations

import json
import subprocess
import sys


def test_ten_pictures_one_at_a_time_take_the_memory_of_one() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.functional.triggers.batch_peak"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    peak, estimate = json.loads(done.stdout)
    assert peak <= estimate
