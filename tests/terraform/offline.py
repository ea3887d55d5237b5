"""Terraform that asks nobody, and whose provider starts once.

Terraform starts the AWS provider for every walk through a configuration, several times for each run
of a test, and each start takes a second of a processor. Here it runs all the time, as when its
authors debug it, and Terraform attaches to it.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.local_aws import server
from tools.local_aws.terraform import environment, terraform
from tools.paths import ROOT

# A plan asks nobody, but the provider wants a region and credentials of some kind.
NOBODY = {
    "AWS_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_EC2_METADATA_DISABLED": "true",
}
_ATTACH = "TF_REATTACH_PROVIDERS"
_TEST_DIRECTORY = "-test-directory=tests/terraform"


@dataclass(frozen=True)
class Offline:
    """Terraform with a provider that runs already.

    Attributes:
        data: where Terraform keeps its working data, for each configuration apart.
        attached: what to set so that Terraform attaches to the provider.
    """

    data: Path
    attached: dict[str, str]

    def run(
        self, configuration: Path, *args: str, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run one command.

        Args:
            configuration: its directory; below the repository.
            args: of Terraform.
            check: raise when it fails.
        """
        where = self.data / "-".join(("root", *configuration.relative_to(ROOT).parts))
        own = NOBODY | self.attached | {"TF_DATA_DIR": str(where)}
        if not where.exists():
            tests = [_TEST_DIRECTORY] if configuration == ROOT else []
            terraform(["init", "-backend=false", "-no-color", *tests], configuration, own)
        return terraform(args, configuration, own, check=check)

    def test(self, file: Path) -> subprocess.CompletedProcess[str]:
        """Run a file of tests, `*.tftest.hcl`."""
        chosen = f"-filter={file.relative_to(ROOT)}"
        return self.run(ROOT, "test", "-no-color", _TEST_DIRECTORY, chosen, check=False)


@contextlib.contextmanager
def provider() -> Iterator[dict[str, str]]:
    """Run the provider that Terraform selects for the root module, for as long as it is needed.

    Yields:
        What to set so that Terraform attaches to it.
    """
    terraform(["init", "-backend=false", "-no-color"], ROOT, NOBODY)
    own = environment(ROOT, NOBODY)
    installed = Path(own["TF_DATA_DIR"]) / "providers"
    # The directory of the provider may be a link, into which a ** does not look.
    (binary,) = installed.glob("*/hashicorp/aws/*/*/terraform-provider-aws*")
    process = subprocess.Popen(
        server.ending_with_us([binary, "-debug"]),
        env=own,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdout
        try:
            told = (re.search(rf"{_ATTACH}='(.*)'", line) for line in process.stdout)
            attach = next(filter(None, told), None)
            assert attach, f"{binary} -debug does not say how to attach to it"
            yield {_ATTACH: attach[1]}
        finally:
            process.terminate()
