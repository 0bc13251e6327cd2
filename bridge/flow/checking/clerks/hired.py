"""A clerk as those see it who have records judged: a process, and the line to it."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Self

from bridge.errors import Misconfigured, Unavailable
from bridge.flow.checking.clerks import clerk
from bridge.model.ids import RulebookVersion

#: Where the package stands: there, and not where somebody runs the bridge, it is looked for.
_PLACE = Path(__file__).parents[4]
#: To load the code and the rules takes two seconds; a machine that is busy takes longer.
_LEARNS_S = 60
#: A process that was killed is gone at once, unless the machine is out of breath.
_ENDS_S = 60


class ClerkLost(Exception):
    """The process of a clerk ended before its answer."""


class ClerkFailed(Exception):
    """A clerk met a mistake of ours, and says where."""


@dataclass(slots=True, eq=False)
class Hired:
    """A clerk at work, for one thread."""

    _runs: subprocess.Popen[bytes]
    _line: Connection
    _knows: RulebookVersion | None = None
    _is_lost: bool = False  #: its line may end a moment before the process is seen to

    @classmethod
    def anew(cls) -> Self:
        """Begin a process; OSError if the machine has none left."""
        ours, theirs = Pipe()
        with theirs:
            number = theirs.fileno()
            words = [sys.executable, "-m", clerk.__name__, str(number)]
            begun = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
                words, cwd=_PLACE, pass_fds=[number], stdin=subprocess.DEVNULL
            )
        return cls(begun, ours)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._runs.pid

    @property
    def is_there(self) -> bool:
        """Whether the process runs."""
        return not self._is_lost and self._runs.poll() is None

    def learn(self, version: RulebookVersion, files: Mapping[str, str]) -> None:
        """Let it judge by a version from now on; ClerkLost if it cannot."""
        if self._knows == version:
            return
        message = clerk.LEARN + json.dumps(dict(files)).encode()
        if self._answer(message, _LEARNS_S) != clerk.KNOWN:
            raise ClerkLost
        self._knows = version

    def judged(self, text: bytes, today: date, limit_s: float) -> bytes:
        """
        Return its answer about records.

        Raises Misconfigured for what holds none that can be judged, Unavailable if it takes longer
        than the limit, ClerkLost if it ends, ClerkFailed for a mistake of ours.
        """
        found = self._answer(clerk.JUDGE + today.isoformat().encode() + text, limit_s)
        kind, said = found[:1], found[1:]
        if kind == clerk.ANSWER:
            return said
        if kind == clerk.REFUSED:
            what, where, act = json.loads(said, parse_float=Decimal)
            raise Misconfigured(what, where=where, act=act)
        raise ClerkFailed(said.decode())

    def _answer(self, message: bytes, limit_s: float) -> bytes:
        try:
            self._line.send_bytes(message)
            if self._line.poll(limit_s):
                return self._line.recv_bytes()
        except (EOFError, OSError) as error:
            self._is_lost = True
            raise ClerkLost from error
        self.stop()  # nobody waits for what it is still at
        says = f"to judge these records takes longer than {limit_s:g} seconds; send fewer at once"
        raise Unavailable("console", "check", "TOO_LONG", says)

    def stop(self) -> None:
        """End the process at once: it writes nothing that could be lost."""
        self._is_lost = True
        self._runs.kill()

    def leave(self) -> None:
        """End the process, and wait until it is gone."""
        self._line.close()
        self._runs.kill()
        self._runs.wait(_ENDS_S)
