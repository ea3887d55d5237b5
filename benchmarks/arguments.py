"""The command line of `python -m benchmarks.run`, for both of its parts."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.cases import CASES, PEERS


@dataclass(frozen=True)
class Arguments:
    """What to measure.

    Attributes:
        quick: whether to be content with few pictures and few repetitions.
        held_out: whether to use the pictures that nobody tunes on.
        before: a revision of ours to measure as well, as git knows it.
        cases: names in CASES.
        kinds: patterns of kinds of pictures, such as "jpeg-*".
        peers: names in PEERS; ours is always measured.
        each: at most so many seconds for a picture, where only some things are timed.
    """

    quick: bool
    held_out: bool
    before: str | None
    cases: tuple[str, ...]
    kinds: tuple[str, ...]
    peers: tuple[str, ...]
    each: float

    @property
    def partial(self) -> bool:
        """Whether only some pictures are timed, and nothing else measured."""
        return bool(self.cases or self.kinds or self.peers)


def parse(words: Sequence[str]) -> Arguments:
    """Read a command line; on --help or an error, exit.

    Args:
        words: without the program's name.
    """
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.run",
        description="Measures everything and writes build/bench.json and build/bench.png. With"
        " --case, --kind or --peer: times those alone and prints a table.",
    )
    parser.add_argument("--quick", action="store_true", help="few pictures, few repetitions")
    parser.add_argument("--held-out", action="store_true", help="the pictures nobody tunes on")
    parser.add_argument("--before", metavar="REVISION", help="measure this one of ours as well")
    parser.add_argument("--case", action="append", choices=CASES, help="may be repeated")
    parser.add_argument("--kind", action="append", metavar="PATTERN", help="such as 'jpeg-*'")
    peers = [peer for peer in PEERS if peer != "ours"]
    parser.add_argument("--peer", action="append", choices=peers, help="may be repeated")
    parser.add_argument("--each", type=float, default=2, metavar="SECONDS", help="per picture: 2")
    read = parser.parse_args(words)
    return Arguments(
        quick=read.quick,
        held_out=read.held_out,
        before=read.before,
        cases=tuple(read.case or ()),
        kinds=tuple(read.kind or ()),
        peers=tuple(read.peer or ()),
        each=read.each,
    )
