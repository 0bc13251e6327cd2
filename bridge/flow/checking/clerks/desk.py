"""
The desk of the clerks: takes what is to be judged, in the order in which it comes.

It stands on one event loop, that of whoever asks: what a clerk answers wakes nobody but whom it is
for, and the clerk has the next thing in hand before the answer is passed on.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import date, timedelta

from bridge.errors import Throttled, Unavailable
from bridge.flow.checking.clerks.hired import Asked, Hired
from bridge.flow.rulebook.editions import Edition
from bridge.model.calendar import Clock
from bridge.telemetry import log

#: Who comes when so many wait would wait longer than a page of Salesforce does.
WAITING_MAX = 100
#: The longest that one call takes, and that it waits before: an Apex callout ends by then.
LIMIT_S = 10.0
_COME_AGAIN_S = 2
#: How soon a clerk at rest knows of a version that was published.
_LOOKS_S = 1.0
#: Between two tries to begin a clerk where the machine lets none begin.
_RESTS_S = 5.0


class Desk:
    """
    Takes records, and gives the answers of its clerks; all of it on one event loop.

    `edition` are the rules in force, which clerks at rest learn before they are asked by them.
    """

    def __init__(
        self, edition: Callable[[], Edition], clock: Clock, clerks: int, limit_s: float = LIMIT_S
    ) -> None:
        self._edition = edition
        self._clock = clock
        self._clerks = clerks
        self._limit_s = limit_s
        self._asked: deque[Asked] = deque()
        self._staff: list[Hired] = []
        self._resting: deque[Hired] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_open = False
        self._closing = asyncio.Event()
        self._finds_none = False  #: no process that judges could be begun a moment ago

    def ask(self, text: bytes, rules: Edition, today: date) -> asyncio.Future[bytes]:
        """
        Return what is to become the answer about records.

        It becomes Misconfigured for what holds none that can be judged, Unavailable if that takes
        longer than the limit, ClerkLost if the clerk ends, ClerkFailed for a mistake of ours.
        Raises Throttled if too many wait already, Unavailable if there is no clerk.
        """
        if not self._is_open or (self._finds_none and not self._staff):
            raise _nobody()
        if len(self._asked) >= WAITING_MAX:
            raise _too_many()
        answer = asyncio.get_running_loop().create_future()
        asked = Asked(text, rules, today, self._clock(), answer)
        self._asked.append(asked)
        if self._resting:
            self._hand_on(self._resting.popleft())
        elif len(self._asked) == 1:
            busy = next((one for one in self._staff if one.may_have_next(asked)), None)
            if busy is not None:
                self._hand_on(busy)
        return answer

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes of the clerks that are there now."""
        return tuple(one.pid for one in self._staff)

    @property
    def ready(self) -> int:
        """How many clerks know rules, and can judge."""
        return sum(one.knows is not None for one in self._staff)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Hire the clerks, and see to it that they are there; at the end answer nobody any more."""
        self._is_open = True
        for _ in range(self._clerks):
            self._do(self._hire())
        self._do(self._look())
        try:
            yield
        finally:
            await self._close()

    def _hand_on(self, hired: Hired) -> None:
        """Let a clerk do what waits longest, and have in hand what is next; or let it rest."""
        limit = timedelta(seconds=self._limit_s)
        while self._asked and (hired.is_idle or hired.may_have_next(self._asked[0])):
            asked = self._asked.popleft()
            if self._clock() - asked.since > limit:
                asked.fails(_too_many())
            elif not asked.answer.done():
                hired.judge(asked)
        if hired.is_idle:
            self._resting.append(hired)

    async def _hire(self) -> None:
        hired = Hired(free=self._hand_on, lost=self._let_go, limit_s=self._limit_s)
        while self._is_open:
            try:
                await hired.begin()
            except OSError as error:
                await self._find_none(type(error).__name__)
                continue
            self._staff.append(hired)
            hired.learn(self._edition())
            if not (self._is_open and hired.is_there):
                self._let_go(hired)
            return

    def _let_go(self, hired: Hired) -> None:
        """Hire another clerk for one that is gone."""
        if hired not in self._staff:
            return
        self._staff.remove(hired)
        if hired in self._resting:
            self._resting.remove(hired)
        self._take_back(hired)
        self._do(self._replace(hired))

    def _take_back(self, hired: Hired) -> None:
        """Let another clerk do what this one had in hand: it had not begun, and did not end it."""
        left = hired.left()
        if left is None:
            return
        if not self._is_open:
            left.answer.cancel()
            return
        self._asked.appendleft(left)
        if self._resting:
            self._hand_on(self._resting.popleft())

    async def _replace(self, hired: Hired) -> None:
        await hired.leave()
        if hired.knows is None and self._is_open:
            await self._find_none("it ended before it knew the rules")
        await self._hire()

    async def _find_none(self, why: str) -> None:
        """Say that no clerk could be begun, to who waits if there is none, and rest."""
        log().error("check.no_clerk", error=why)
        self._finds_none = True
        while self._asked and not self._staff:
            self._asked.popleft().fails(_nobody())
        await self._rest(_RESTS_S)
        self._finds_none = False

    async def _look(self) -> None:
        """Let clerks at rest learn the rules that were published meanwhile."""
        while self._is_open:
            await self._rest(_LOOKS_S)
            rules = self._edition()
            behind = [one for one in self._resting if one.knows != rules.rulebook.version]
            for hired in behind:
                self._resting.remove(hired)
                hired.learn(rules)

    def _do(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _rest(self, seconds: float) -> None:
        """Wait, but not for longer than the desk is open."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), seconds)

    async def _close(self) -> None:
        self._is_open = False
        self._closing.set()
        while self._asked:
            self._asked.popleft().answer.cancel()
        for hired in self._staff:
            hired.stop()
        while self._tasks or self._staff:
            await asyncio.gather(*self._tasks)
            await asyncio.sleep(0)  # until it is heard that the line of each is closed


def _nobody() -> Unavailable:
    says = "no process that judges records could be begun; the log says why"
    return Unavailable("console", "check", "NO_CLERK", says)


def _too_many() -> Throttled:
    says = "others had so much checked just now that this would wait too long"
    return Throttled("console", "check", "TOO_MANY", says, retry_after_s=_COME_AGAIN_S)
