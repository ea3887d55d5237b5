"""The root module without what it would make: what is given to it, checked and put together."""

from __future__ import annotations

from tools.paths import ROOT

FILES = (*sorted(path.name for path in ROOT.glob("variables*.tf")), "recipe.tf", "typed.tf")
