"""Simulates and draws, in the models' own environment: `python -m models.run` prepares it.

With `--quick PICTURES` only one short burst is simulated, and nothing is written; its result comes
on stdout, beside what the closed form says.
"""

import argparse
import json
import sys
from dataclasses import asdict

from models import plot_cost, plot_scaling
from models.burst import Burst, drain_seconds
from models.runs import Run, bursts, keep
from models.simulate import simulate
from tools.paths import ROOT


def main() -> int:
    """Simulate and draw.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m models.draw", description=__doc__)
    parser.add_argument("--quick", type=int, metavar="PICTURES")
    parser.add_argument("--concurrency", type=int, default=Burst.maximum_concurrency)
    parser.add_argument("--seed", type=int, default=Burst.seed)
    options = parser.parse_args()
    if options.quick:
        # As many a second as in a whole burst.
        burst = Burst(
            pictures=options.quick,
            seconds=Burst.seconds * options.quick / Burst.pictures,
            maximum_concurrency=options.concurrency,
            seed=options.seed,
        )
        said = asdict(simulate(burst)) | {"formula_seconds": drain_seconds(burst)}
        print(json.dumps(said))
        return 0
    runs = [Run(burst, simulate(burst)) for burst in bursts()]
    keep([run.result for run in runs])
    plot_scaling.draw(runs, ROOT / "docs/scaling.png")
    plot_cost.draw(ROOT / "docs/cost.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
