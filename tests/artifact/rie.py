"""The runtime interface emulator: Lambda's own supervisor, in miniature."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tools.build.targets import local_arch
from tools.paths import BUILD, REQUIREMENTS

_LOCK = REQUIREMENTS / "rie.txt"


def binary() -> Path:
    """Take the program out of the package that carries it; build/ keeps it."""
    digest = hashlib.sha256(_LOCK.read_bytes()).hexdigest()[:16]
    path = BUILD / f"aws-lambda-rie-{digest}"
    if path.exists():
        return path
    with tempfile.TemporaryDirectory(dir=BUILD) as temporary:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--require-hashes", "-r", str(_LOCK), "--dest", temporary]
        subprocess.run(command, check=True)
        (wheel,) = Path(temporary).glob("*.whl")
        member = f"samcli/local/rapid/aws-lambda-rie-{local_arch()}"
        with zipfile.ZipFile(wheel) as content:
            program = Path(content.extract(member, temporary))
        program.chmod(0o755)
        program.replace(path)
    return path
