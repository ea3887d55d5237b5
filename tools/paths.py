"""Where things lie in the project's tree."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
REQUIREMENTS = ROOT / "requirements"
BUILD = ROOT / "build"
DIST = ROOT / "dist"
