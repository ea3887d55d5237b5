"""What is uploaded, replaced, deleted and announced twice: made from a seed, and nothing else."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

# Larger files are rejected; chaos/stack says the same.
MAX_BYTES = 64 * 1024

# What becomes of a key, one letter a step: G a good picture, A the first one again, B a bad file,
# D deleted. With how many of a hundred keys go that way.
_HISTORIES = {
    "G": 50,
    "GG": 10,
    "GGA": 6,
    "GD": 9,
    "GDG": 5,
    "B": 10,
    "BG": 4,
    "GB": 4,
    "GBA": 2,
}
_DUPLICATED = 0.15
_AT_ONCE = 0.5


@dataclass(frozen=True)
class Step:
    """Something that is done to a key.

    Attributes:
        at: when, in seconds from the start of the run.
        key: the source's key.
        data: what is uploaded; None where the source is deleted.
        good: whether that is a picture.
    """

    at: float
    key: str
    data: bytes | None
    good: bool = False


@dataclass(frozen=True)
class Plan:
    """All steps of a run.

    Attributes:
        steps: in order.
        duplicates: when which key is announced once more, in order.
    """

    steps: list[Step]
    duplicates: list[tuple[float, str]]

    def last(self) -> dict[str, Step]:
        """The last step of each key."""
        return {step.key: step for step in self.steps}


def plan(uploads: int, seconds: float, seed: int) -> Plan:
    """Plan a run.

    Args:
        uploads: how many files are uploaded, replacements counted.
        seconds: from the first step to the last.
        seed: of everything that is random.
    """
    chance = random.Random(seed)
    steps: list[Step] = []
    duplicates: list[tuple[float, str]] = []
    left = uploads
    while left > 0:
        history = chance.choices(list(_HISTORIES), list(_HISTORIES.values()))[0]
        if len(history.replace("D", "")) > left:
            history = "G"
        key = f"uploads/{chance.randrange(40)}/{len(steps):05}{chance.choice(['.jpg', '.png'])}"
        mine = list(_steps(history, key, seconds, chance))
        steps += mine
        left -= sum(step.data is not None for step in mine)
        if chance.random() < _DUPLICATED:
            duplicates += [(mine[0].at + chance.uniform(0, 20), key)] * chance.randint(1, 2)
    steps.sort(key=lambda step: step.at)
    return Plan(steps, sorted(duplicates))


def picture(chance: random.Random, form: str) -> bytes:
    """A small picture like no other."""
    pixels = Image.frombytes("RGB", (5, 4), chance.randbytes(60))
    buffer = BytesIO()
    pixels.resize((96, 72), Image.Resampling.BICUBIC).save(buffer, form)
    return buffer.getvalue()


def _steps(history: str, key: str, seconds: float, chance: random.Random) -> Iterator[Step]:
    form = "JPEG" if key.endswith(".jpg") else "PNG"
    # Some steps come while the one before is being handled, some long after.
    times = sorted(chance.uniform(0, seconds) for _ in history)
    if chance.random() < _AT_ONCE:
        gap = chance.uniform(0, 0.5)
        times = [times[0] + number * gap for number in range(len(times))]
    first = picture(chance, form)
    for number, (letter, at) in enumerate(zip(history, times, strict=True)):
        if letter == "D":
            yield Step(at, key, None)
        elif letter == "B":
            yield Step(at, key, _bad(chance, form))
        else:
            again = letter == "A" or number == 0
            yield Step(at, key, first if again else picture(chance, form), good=True)


def _bad(chance: random.Random, form: str) -> bytes:
    """A file that can never have a thumbnail."""
    whole = picture(chance, form)
    return chance.choice(
        [
            b"no picture " + chance.randbytes(20),
            whole[: len(whole) // 2],
            whole + chance.randbytes(MAX_BYTES),
        ]
    )
