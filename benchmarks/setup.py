"""What the benchmark runs in: the artifacts, unpacked as on Lambda, and an environment per peer."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Setup:
    """Where everything is.

    Attributes:
        task: the function's zip, unpacked.
        packages: the layer's Python packages, unpacked.
        runtime: a Python that has boto3, as Lambda's, and no Pillow of its own.
        bench: a Python of the same version that has libvips and what judges the pictures.
        node: the Node.js program.
        node_home: the directory that holds node_modules.
    """

    task: Path
    packages: Path
    runtime: Path
    bench: Path
    node: Path
    node_home: Path
