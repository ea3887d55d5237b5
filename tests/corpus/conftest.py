from __future__ import annotations

import pytest

from tests.corpus import report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what came of the corpora, and which of them could not be had."""
    if report.swept or report.unobtainable:
        terminalreporter.section("corpora")
    for line in report.table():
        terminalreporter.write_line(line)
    for line in dict.fromkeys(report.unobtainable):
        terminalreporter.write_line(line, red=True)
