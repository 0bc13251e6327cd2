"""A clerk as the desk sees it that has records judged: a process, and the line to it."""

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from bridge.errors import BridgeError, Misconfigured, Unavailable
from bridge.flow.checking.clerks import clerk
from bridge.flow.checking.clerks.line import Heard, framed
from bridge.flow.rulebook.editions import Edition
from bridge.model.ids import RulebookVersion

#: Where the package stands: there, and not where somebody runs the bridge, it is looked for.
_PLACE = Path(__file__).parents[4]
#: To load the code and the rules takes two seconds; a machine that is busy takes longer.
_LEARNS_S = 60
#: A process that was killed is gone at once, unless the machine is out of breath.
_ENDS_S = 60
#: Behind what is longer nothing is put in a clerk's hand: another clerk might be free before it.
_SHORT_BYTES = 1 << 16


class ClerkLost(Exception):
    """The process of a clerk ended before its answer."""


class ClerkFailed(Exception):
    """A clerk met a mistake of ours, and says where."""


@dataclass(slots=True, eq=False)
class Asked:
    """What is to be judged, by which rules, and what is to become the answer."""

    text: bytes
    rules: Edition
    today: date
    since: datetime
    answer: asyncio.Future[bytes]

    def told(self, message: bytes) -> None:
        """Take what a clerk says of it for the answer, or for why there is none."""
        kind, said = message[:1], message[1:]
        if self.answer.done():  # whoever asked waits no more
            return
        if kind == clerk.ANSWER:
            self.answer.set_result(said)
        elif kind == clerk.REFUSED:
            what, where, act = json.loads(said, parse_float=Decimal)
            self.answer.set_exception(Misconfigured(what, where=where, act=act))
        else:
            self.answer.set_exception(ClerkFailed(said.decode()))

    def fails(self, error: BridgeError | ClerkLost) -> None:
        """Say why there is no answer."""
        if not self.answer.done():
            self.answer.set_exception(error)


@dataclass(slots=True, eq=False)
class Hired(asyncio.Protocol):
    """
    A clerk at work, on one event loop.

    It does one thing at a time, and may have the next in hand: to wait for it, and to find its way
    back, would take it a tenth of what a check takes. `free` is called when it can take another
    one, `lost` when its process is gone.
    """

    free: Callable[["Hired"], None]
    lost: Callable[["Hired"], None]
    limit_s: float  #: the longest that it may be at one thing
    knows: RulebookVersion | None = None
    is_there: bool = True  #: whether its line stands
    _runs: subprocess.Popen[bytes] = field(init=False)
    _line: asyncio.WriteTransport = field(init=False)
    _heard: Heard = field(default_factory=Heard)
    _learns: RulebookVersion | None = None
    _asked: Asked | None = None
    #: What it has in hand, and has not begun.
    _next: Asked | None = None
    _limit: asyncio.TimerHandle | None = None

    async def begin(self) -> None:
        """Begin the process; OSError if the machine has none left."""
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._runs = await loop.run_in_executor(None, _begun, theirs.fileno())
        except OSError:
            ours.close()
            raise
        self._line, _ = await loop.create_unix_connection(lambda: self, sock=ours)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._runs.pid

    @property
    def is_idle(self) -> bool:
        """Whether it has nothing to judge."""
        return self._asked is None

    def may_have_next(self, asked: Asked) -> bool:
        """Say whether it can have records in hand: it is soon done, and knows their rules."""
        return (
            self._asked is not None
            and self._next is None
            and len(self._asked.text) <= _SHORT_BYTES
            and self.knows == self._asked.rules.rulebook.version == asked.rules.rulebook.version
        )

    def judge(self, asked: Asked) -> None:
        """Let it judge records, after the rules that they are judged by, or after what it is at."""
        if self._asked is not None:
            self._next = asked
            self._hand(asked)
            return
        self._asked = asked
        if self.knows != asked.rules.rulebook.version:
            self.learn(asked.rules)
        else:
            self._judge(asked)

    def left(self) -> Asked | None:
        """Return what it has in hand and has not begun, and take it away."""
        found, self._next = self._next, None
        return found

    def learn(self, rules: Edition) -> None:
        """Let it judge by these rules from now on."""
        self._learns = rules.rulebook.version
        self._line.write(framed(clerk.LEARN + json.dumps(dict(rules.files)).encode()))
        self._wait(_LEARNS_S)

    def _judge(self, asked: Asked) -> None:
        self._hand(asked)
        self._wait(self.limit_s)

    def _hand(self, asked: Asked) -> None:
        self._line.write(framed(clerk.JUDGE + asked.today.isoformat().encode() + asked.text))

    def _wait(self, limit_s: float) -> None:
        self._limit = asyncio.get_running_loop().call_later(limit_s, self._too_long)

    def data_received(self, part: bytes) -> None:
        """Hear what it says, and let it go on."""
        for message in self._heard.whole(part):
            self._stop_waiting()
            self._take(message)

    def _take(self, message: bytes) -> None:
        if message == clerk.KNOWN:
            self.knows = self._learns
            if self._asked is not None:  # it was to be judged by these
                self._judge(self._asked)
                return
        elif self._asked is not None:
            self._asked.told(message)
            self._asked = self.left()
            if self._asked is not None:
                self._wait(self.limit_s)
        self.free(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """See that it is gone."""
        del exc
        self.is_there = False
        self._stop_waiting()
        if self._asked is not None:
            self._asked.fails(ClerkLost())
            self._asked = None
        self.lost(self)

    def _too_long(self) -> None:
        if self._asked is not None and self.knows == self._asked.rules.rulebook.version:
            says = (
                f"to judge these records takes longer than {self.limit_s:g} seconds; send fewer "
                "at once"
            )
            self._asked.fails(Unavailable("console", "check", "TOO_LONG", says))
        self.stop()  # nobody waits for what it is still at

    def _stop_waiting(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

    def stop(self) -> None:
        """End the process at once: it writes nothing that could be lost."""
        self._runs.kill()
        self._line.abort()

    async def leave(self) -> None:
        """End the process, and wait until it is gone."""
        self.stop()
        await asyncio.get_running_loop().run_in_executor(None, self._runs.wait, _ENDS_S)


def _begun(number: int) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", clerk.__name__, str(number)]
    return subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
        words, cwd=_PLACE, pass_fds=[number], stdin=subprocess.DEVNULL
    )
