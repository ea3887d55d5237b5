"""The numbers that the models stand on, from the TOML files beside this one."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
MONTH_HOURS = 730
MONTH_SECONDS = MONTH_HOURS * 3600
GB = 2**30


@dataclass(frozen=True)
class Price:
    """What AWS charges for one thing.

    Attributes:
        service: what the bill calls it.
        unit: what is counted.
        usd: dollars for `per` units.
        per: that many units.
        page: where AWS says so.
        checked: where the number was found.
        free: units of every month that cost nothing.
    """

    service: str
    unit: str
    usd: float
    per: int
    page: str
    checked: str
    free: float = 0


@dataclass(frozen=True)
class Assumption:
    """A number that is neither a price nor a quota, and where it comes from."""

    value: float
    meaning: str
    basis: str


@dataclass(frozen=True)
class Quota:
    """A limit.

    Attributes:
        value: how much.
        unit: of what.
        page: where AWS says so.
        bites: where a deployment meets it.
        moves: what changes that, variables of the module in backticks.
    """

    value: int
    unit: str
    page: str
    bites: str
    moves: str


def _read(name: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What a file says about itself, and its tables."""
    content = tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
    tables = {key: value for key, value in content.items() if isinstance(value, dict)}
    return {key: value for key, value in content.items() if key not in tables}, tables


_about_prices, _prices = _read("prices.toml")
_quotas = _read("quotas.toml")[1]

REGION: str = _about_prices["region"]
PRICES_DATE: str = _about_prices["date"]
PRICES = {name: Price(**table) for name, table in _prices.items()}
QUOTAS = {name: Quota(**table) for name, table in _quotas.items()}
ASSUMPTIONS = {name: Assumption(**table) for name, table in _read("assumptions.toml")[1].items()}


def quota(name: str) -> int:
    """Look up a limit."""
    return QUOTAS[name].value


def assumed(name: str) -> float:
    """Look up an assumption."""
    return ASSUMPTIONS[name].value
