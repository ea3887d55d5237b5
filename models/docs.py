"""Generates the documentation with the models' tables in it: `python -m models.docs`.

With --check it only compares.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from models import example_cost, tables
from tools.docs import generate


def sections(module: Path) -> dict[str, Callable[[], str]]:
    """List what the models say.

    Args:
        module: the directory of the module or example that a document describes.

    Returns:
        The generators by the names of their sections.
    """
    return {"cost": lambda: example_cost.cost(module.name), **tables.TABLES}


if __name__ == "__main__":
    sys.exit(generate.main(more=sections))
