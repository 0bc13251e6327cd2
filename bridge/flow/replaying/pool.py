"""Batches of a replay, tried here or by processes of their own, and given up when asked."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from bridge.errors import Misconfigured
from bridge.flow.replaying import working
from bridge.flow.replaying.working import Batch, Bench, Files, Found
from bridge.model.ids import RulebookVersion

#: Batches that wait for each process: one in hand, one behind it; more would only fill the memory.
_AHEAD = 2
#: Passes and pages come first.
_NICE = 10


def processors() -> int:
    """Return how many processes can work at once here."""
    return len(os.sched_getaffinity(0))


def here(bench: Bench, batches: Iterable[Batch]) -> Iterator[tuple[Batch, tuple[Found, ...]]]:
    """Try batches in this process."""
    for batch in batches:
        yield batch, bench.tried(batch)


def apart(
    bench: Bench, batches: Iterable[Batch], processes: int
) -> Iterator[tuple[Batch, tuple[Found, ...]]]:
    """
    Try batches in processes of their own, in the order in which they come.

    They are begun afresh and not forked: this one may have threads and a database open.
    Misconfigured if one of them ends by itself, as for want of memory.
    """
    pool = ProcessPoolExecutor(
        processes,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(bench.draft, bench.in_force, bench.files),
    )
    try:
        yield from _in_order(pool, batches, processes * _AHEAD)
    except BrokenProcessPool as error:
        raise Misconfigured(
            "a process of the replay ended before its work was done",
            where="the replay",
            act="run it again with fewer processes; the memory may be short",
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, batches: Iterable[Batch], ahead: int
) -> Iterator[tuple[Batch, tuple[Found, ...]]]:
    waiting: deque[tuple[Batch, Future[tuple[Found, ...]]]] = deque()
    for batch in batches:
        waiting.append((batch, pool.submit(working.tried, batch)))
        if len(waiting) >= ahead:
            first, future = waiting.popleft()
            yield first, future.result()
    for last, future in waiting:
        yield last, future.result()


def _begin(
    draft: RulebookVersion, in_force: RulebookVersion, files: Mapping[RulebookVersion, Files]
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that began it gives up for all
    os.nice(_NICE)
    working.begin(draft, in_force, files)
