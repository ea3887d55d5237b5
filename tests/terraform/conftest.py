from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.terraform import offline
from tests.terraform.offline import Offline


@pytest.fixture(scope="package", autouse=True)
def _garbage() -> Iterator[None]:
    """Terraform keeps much for long, and Go would look for garbage half of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOGC", "400")
        yield


@pytest.fixture(scope="session")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offline]:
    """Terraform beside a provider that runs already."""
    with offline.provider() as attached:
        yield Offline(tmp_path_factory.mktemp("terraform"), attached)
