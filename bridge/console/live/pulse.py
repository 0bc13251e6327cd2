"""
The pulse: one look at the books every few seconds, for all who listen together.

Listeners are coroutines, which hold no thread while they wait: only the looks do, one at a time.
"""

import asyncio
from collections.abc import AsyncIterator, Callable

from starlette.concurrency import run_in_threadpool

from bridge.console.live.state import (
    State,
    ending,
    events,
    of_books,
    of_books_and_session,
    state_of,
)
from bridge.console.parts import Console
from bridge.errors import BridgeError
from bridge.people.sessions import Remaining

#: After as long a browser asks for a stream that broke once more.
_RETRY_MS = 2_000


class Pulse:
    """Tells listeners what has changed in the books."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._pace = console.pace
        self._looking = asyncio.Lock()
        self._over = asyncio.Event()
        self._state: State | None = None
        self._looked_s = float("-inf")
        self._listeners = 0

    @property
    def is_full(self) -> bool:
        """Whether as many listen as can."""
        return self._listeners >= self._pace.listeners_max

    def end(self) -> None:
        """Let all listeners go; to be called where they run."""
        self._over.set()

    async def state(self) -> State:
        """Return the state of a moment ago, or look."""
        async with self._looking:
            now = asyncio.get_running_loop().time()
            if self._state is None or now - self._looked_s >= self._pace.look_s:
                self._state = await run_in_threadpool(state_of, self._console, self._state)
                self._looked_s = asyncio.get_running_loop().time()
            return self._state

    async def listen(self, remaining: Callable[[], Remaining | None]) -> AsyncIterator[str]:
        """
        Yield server-sent events: the state first, what changes then, and a beat between.

        `remaining` says, from a thread, how long the session of the listener holds: shortly before
        its end "ending" is told in place of a beat, and "over" as the last event when it does not
        hold any more. Ends without a word if the books cannot be read.
        """
        self._listeners += 1
        try:
            async for event in self._told(remaining):
                yield event
        except BridgeError:
            return  # the browser asks again, and the log has it from the pages
        finally:
            self._listeners -= 1

    async def _told(self, remaining: Callable[[], Remaining | None]) -> AsyncIterator[str]:
        clock = asyncio.get_running_loop().time
        last, beat = await self.state(), clock()
        held = await run_in_threadpool(remaining)
        yield f"retry: {_RETRY_MS}\n{self._beat('now', last, held)}"
        if held is None:
            return
        while not await self._ends_within(self._pace.look_s):
            found = await self.state()
            for name in events(last, found):
                yield _event(name, of_books(found))
            last = found
            if clock() - beat < self._pace.beat_s:
                continue
            held = await run_in_threadpool(remaining)
            yield self._beat("beat", found, held)
            if held is None:
                return
            beat = clock()

    def _beat(self, name: str, state: State, held: Remaining | None) -> str:
        if held is None:
            return _event("over", of_books(state))
        soon = ending(held, self._pace)
        return _event("ending" if soon else name, of_books_and_session(state, soon))

    async def _ends_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._over.wait(), seconds)
        except TimeoutError:
            return False
        return True


def _event(name: str, told: str) -> str:
    return f"event: {name}\ndata: {told}\n\n"
