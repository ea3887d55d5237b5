"""What the benchmark runs in: the artifacts, unpacked as on Lambda, and an environment per peer."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tools.paths import ROOT


@dataclass(frozen=True)
class Code:
    """A revision of the function.

    Attributes:
        task: the function's zip, unpacked.
        packages: the layer's Python packages, unpacked.
        root: the checkout that it was built from.
    """

    task: Path
    packages: Path
    root: Path = ROOT


@dataclass(frozen=True)
class Setup:
    """Where everything is.

    Attributes:
        code: what is measured.
        runtime: a Python that has boto3, as Lambda's, and no Pillow of its own.
        bench: a Python of the same version that has libvips and what judges the pictures.
        node: the Node.js program.
        node_home: the directory that holds node_modules.
        before: an earlier revision to measure beside it, if one was asked for.
    """

    code: Code
    runtime: Path
    bench: Path
    node: Path
    node_home: Path
    before: Code | None = None

    def to_json(self) -> str:
        """As a text that `from_json` reads."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> "Setup":
        """Read what `to_json` wrote."""
        values: dict[str, Any] = json.loads(text)
        paths = {k: Path(v) for k, v in values.items() if isinstance(v, str)}
        before = values["before"]
        return cls(code=_code(values["code"]), before=_code(before) if before else None, **paths)


def _code(values: dict[str, str]) -> Code:
    return Code(**{name: Path(path) for name, path in values.items()})
