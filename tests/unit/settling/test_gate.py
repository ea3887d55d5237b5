"""What the records of an invocation share."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError, Event, Lock
from time import sleep

import pytest

from thumbnailer.config.rejection import Rejected
from thumbnailer.settling.gate import Gate, OutOfTime, Supply, gate

MIB = 2**20
# To see that somebody waits takes waiting; to see that nobody does takes none.
A_MOMENT = 0.05
LONG = 10.0


def most_at_a_time(work: Callable[[Callable[[], None]], None], threads: int, expected: int) -> int:
    """How many of several threads are in the middle of the work at the same time.

    Those in the middle wait there until as many have come as are expected, and a moment longer for
    one too many.
    """
    now = most = 0
    lock, full = Lock(), Event()

    def in_the_middle() -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
            if now == expected:
                full.set()
        full.wait(LONG)
        sleep(A_MOMENT)
        with lock:
            now -= 1

    with ThreadPoolExecutor(threads) as pool:
        for task in [pool.submit(work, in_the_middle) for _ in range(threads)]:
            task.result(4 * LONG)
    return most


@pytest.mark.parametrize("processors", [1, 2, 3])
def test_as_many_pictures_are_decoded_as_there_are_processors(processors: int) -> None:
    shared = gate(processors=processors)

    def decode(middle: Callable[[], None]) -> None:
        with shared.turn():
            middle()

    assert most_at_a_time(decode, 5, processors) == processors


@pytest.mark.parametrize(("needed", "fit"), [(10, 4), (25, 2), (40, 1), (60, 1)])
def test_as_many_pictures_are_decoded_as_fit_into_memory(needed: int, fit: int) -> None:
    shared = gate(memory=64 * MIB, processors=4)  # 4 MiB of it for what is read ahead

    def decode(middle: Callable[[], None]) -> None:
        with shared.turn(), shared.decoding(needed * MIB):
            middle()

    assert most_at_a_time(decode, 4, fit) == fit


def test_sources_are_read_ahead_side_by_side_until_a_sixteenth_of_memory_is_full() -> None:
    shared = gate(memory=64 * MIB)

    def read(middle: Callable[[], None]) -> None:
        with shared.reading(2 * MIB):
            middle()

    assert most_at_a_time(read, 4, 2) == 2


def test_a_source_of_the_largest_size_can_always_be_read() -> None:
    with gate(memory=64 * MIB, max_bytes=30 * MIB).reading(30 * MIB):
        pass


@pytest.mark.parametrize("max_bytes", [5 * MIB, 200 * MIB])
def test_what_can_never_fit_is_rejected_and_does_not_wait(max_bytes: int) -> None:
    shared = gate(memory=64 * MIB, max_bytes=max_bytes)
    with (
        shared.turn(),
        pytest.raises(Rejected, match="could take 65 MiB of memory; "),
        shared.decoding(65 * MIB),
    ):
        pass
    with pytest.raises(Rejected, match="too_much_memory"), shared.reading(65 * MIB):
        pass
    with shared.turn(), shared.decoding(1):  # nothing was lost by it
        pass


def test_any_amount_where_memory_is_not_known() -> None:
    with gate().reading(2**50), gate().turn(), gate().decoding(2**50):
        pass


def test_a_turn_that_comes_too_late_is_none() -> None:
    shared = gate(in_time=lambda: False)
    with pytest.raises(OutOfTime), shared.at(1).turn():
        pass
    with shared.turn():  # the processor was given back, and the first one is never too late
        pass


def test_what_a_failing_picture_held_is_free_again() -> None:
    shared = gate(memory=64 * MIB)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            _fail_with(shared)


def _fail_with(shared: Gate) -> None:
    with shared.reading(3 * MIB), shared.turn(), shared.decoding(60 * MIB):
        raise ZeroDivisionError


def test_who_waits_goes_on_when_enough_is_free() -> None:
    supply, both_in = Supply(3), Barrier(2)
    with ThreadPoolExecutor(1) as pool:

        def wait() -> None:
            with supply.held(2, 0):
                both_in.wait(LONG)

        with supply.held(2, 0):
            waiting = pool.submit(wait)
            with pytest.raises(BrokenBarrierError):
                both_in.wait(A_MOMENT)
        both_in.reset()
        both_in.wait(LONG)
        waiting.result(LONG)


def test_who_wants_the_same_goes_by_place() -> None:
    shared, went = gate(), []
    with ThreadPoolExecutor(3) as pool:

        def take(place: int) -> None:
            with shared.at(place).turn():
                went.append(place)

        with shared.turn():
            waiting = [pool.submit(take, place) for place in (3, 1, 2)]
            while len(shared.processors._waiting) < len(waiting):
                assert not any(task.done() for task in waiting)
        for task in waiting:
            task.result(LONG)
    assert went == [1, 2, 3]
