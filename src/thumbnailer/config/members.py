"""Reads the members of a JSON object, and collects all problems instead of only the first."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from enum import StrEnum

    Choice = TypeVar("Choice", bound=StrEnum)


@dataclass
class Members:
    """The members of a JSON object.

    An invalid member is added to the problems, and read as a value of the right type.

    Attributes:
        document: the object; another value is a problem, and is read as an object without members.
        where: the name of the object in messages; "" for the whole document.
        names: the names of the allowed members.
        defaults: the values of missing and null members; None for members not listed.
        problems: a message for each problem.
    """

    document: Any
    where: str
    names: Sequence[str]
    defaults: Mapping[str, Any]
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not isinstance(self.document, dict):
            given = json.dumps(self.document)
            self.problems.append(f"{self._called} must be an object, not {given}")
            self.document = {}
        for name in sorted(set(self.document) - set(self.names)):
            meant = _nearest(name, self.names)
            self.problems.append(
                f'{self._called} has no member "{name}"{meant} Its members are'
                f" {', '.join(self.names)}."
            )

    @property
    def _called(self) -> str:
        return self.where or "recipe"

    def get(self, name: str) -> Any:
        """The value of a member, or its default; null counts as missing, as in Terraform."""
        value = self.document.get(name)
        return self.defaults.get(name) if value is None else value

    def members(self, name: str, names: Sequence[str], defaults: Mapping[str, Any]) -> Members:
        """A member that is an object."""
        return Members(self.get(name), name, names, defaults, self.problems)

    def whole(self, name: str, highest: int) -> Any:
        """A whole number, at least 1; None for a missing member without a default."""
        value = self.get(name)
        if value is not None and (type(value) is not int or not 1 <= value <= highest):
            self.wrong(name, f"must be a whole number from 1 to {highest}", value)
        return value

    def share(self, name: str) -> float:
        """A number from 0 to 1."""
        value = self.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self.wrong(name, "must be a number from 0 to 1", value)
            return 0.0
        return float(value)

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self.get(name)
        if not isinstance(value, bool):
            self.wrong(name, "must be true or false", value)
        return value is True

    def text(self, name: str) -> str | None:
        """A string; None for a missing member without a default."""
        value = self.get(name)
        if not isinstance(value, str | None):
            self.wrong(name, "must be a string", value)
            return None
        return value

    def one_of(self, name: str, known: Sequence[str]) -> str:
        """One of the known strings."""
        value = self.get(name)
        if value in known:
            return str(value)
        self.wrong(name, f"must be one of {', '.join(known)}", value)
        return str(self.defaults[name])

    def choice(self, name: str, kind: type[Choice]) -> Choice:
        """One of the values of an enumeration."""
        return kind(self.one_of(name, list(kind)))

    def wrong(self, name: str, rule: str, value: object) -> None:
        """Add a problem: the member does not follow its rule."""
        where = f"{self.where}.{name}" if self.where else name
        self.problems.append(f"{where} {rule}, not {json.dumps(value)}")


def _nearest(name: str, known: Sequence[str]) -> str:
    # Imported here, because only invalid recipes need it.
    from difflib import get_close_matches  # noqa: PLC0415

    near = get_close_matches(name, known, 1)
    return f'; did you mean "{near[0]}"?' if near else "."
