"""Builds millions of values without looking through them for circles that they do not have."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """
    Leave out the looks for circles of references for a while; all else is freed as ever.

    Python looks through all that there is whenever a part of it was added. While both sides of a
    million rows are gathered, that takes two fifths of the time, and a fifth while they are walked;
    it finds nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
