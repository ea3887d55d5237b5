"""How `make test` spreads the tests over processes: what waits runs beside what computes.

A plugin of pytest for pytest-xdist, whose processes are its workers (`--numprocesses`).

A unit is what one worker runs, in order. The longest units start first. Most of the end-to-end
tests is waiting, so there are more workers than cores.
"""

from __future__ import annotations

import os
from pathlib import PurePosixPath

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# Each has fixtures of the session that are made once: emulators, deployments, archives.
_TOGETHER = ("tests/e2e", "tests/artifact")
# These apply for themselves, beside the others, to an emulator of their own.
_BESIDE = tuple(f"tests/e2e/test_{name}.py" for name in ("encryption", "artifacts", "pipelines"))
# Nothing is shared here.
_APART = ("tests/terraform/test_terraform.py",)
_FIRST = (
    "e2e",
    "artifact",
    "terraform",
    "corpus",
    "pixels",
    "sanitizers",
    "property",
    "functional",
    "unit",
)
_WAITING_WORKERS = 3
_MOST_WORKERS = 8  # each takes half a gigabyte


class Units(LoadScopeScheduling):  # type: ignore[misc]
    """Gives units to workers, in the order in which their tests are collected."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)

    def remove_node(self, node: WorkerController) -> str | None:
        """Take over from a worker that ended: what it died of is not tried again.

        Returns:
            The test that it died of, None when it was done.
        """
        units = self.assigned_work[node]
        crashed: str | None = next(
            (test for tests in units.values() for test, done in tests.items() if not done), None
        )
        if crashed:
            units[unit(crashed)][crashed] = True
        super().remove_node(node)
        return crashed


def own_name(of: str) -> str:
    """Name something so that no two workers give it the same name, such as a log.

    Args:
        of: its name where there are no workers.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    return f"{of}-{worker}" if worker else of


def unit(nodeid: str) -> str:
    """Name the unit of a test: its module, unless its folder is one unit, or it is one itself.

    Args:
        nodeid: of the test, such as "tests/unit/test_gate.py::test_it".
    """
    module = nodeid.partition("::")[0]
    if module in _APART:
        return nodeid
    if module in _BESIDE:
        return module
    return next((folder for folder in _TOGETHER if module.startswith(f"{folder}/")), module)


def rank(nodeid: str) -> int:
    """Tell how early the units of a test's layer start.

    Args:
        nodeid: of the test.

    Returns:
        0 for the first.
    """
    parts = PurePosixPath(nodeid.partition("::")[0]).parts
    return next((n for n, layer in enumerate(_FIRST) if layer in parts), len(_FIRST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Count the workers for this machine: where all tests run, some of them wait."""
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    cores = os.cpu_count() or 1
    return min(cores + (_WAITING_WORKERS if everything else 0), _MOST_WORKERS)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Units:
    """Replace the scheduler, which would begin with what has most tests."""
    config.option.loadscopereorder = False
    return Units(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sort the tests by layer, where workers run them."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: rank(item.nodeid))
