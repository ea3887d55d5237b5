from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.unit.tools.docs.documents import section
from tools.docs.documents import documents
from tools.paths import ROOT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the configuration, with pages that have every marker."""
    for path in [*ROOT.glob("*.tf"), *ROOT.glob("modules/*/*.tf")]:
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    for document in documents(tmp_path):
        document.path.parent.mkdir(exist_ok=True)
        document.path.write_text("# Title\n\n" + "\n".join(map(section, document.required)))
    return tmp_path
