"""What is wrong with a command or its surroundings, as opposed to a photo."""

from __future__ import annotations


class CommandError(Exception):
    """Nothing can be done as asked; `problems` says why, a sentence each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
