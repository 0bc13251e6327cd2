"""
Plans that people begin on a page: made beside everything else, one at a time.

A thread reads deals and puts the plan together; the work is done in a process of its own, behind
passes and pages.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bridge.adapters.store.database import Store
from bridge.errors import BridgeError, Misconfigured
from bridge.flow.replaying import keeping
from bridge.flow.replaying.planning import GivenUp, Planning, Wanted
from bridge.model.ids import RulebookVersion
from bridge.telemetry import log
from bridge.translate import OURS


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A plan that is being made, or how the making of it ended."""

    draft: RulebookVersion
    who: str
    done: int = 0
    whole: int = 0
    runs: bool = True
    says: str = ""  #: why there is no plan; empty while it is made, and once it is kept


@dataclass(slots=True)
class Replays:
    """Makes one plan at a time; what was made is kept in the store."""

    _last: Replay | None = None
    _thread: threading.Thread | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, draft: RulebookVersion) -> Replay | None:
        """Return the last plan that was begun in this process, if it is of a draft."""
        last = self._last
        return last if last is not None and last.draft == draft else None

    def begin(
        self, store: Store, wanted: Callable[[], Wanted], draft: RulebookVersion, who: str
    ) -> None:
        """Begin to make a plan; Misconfigured while another one is made."""
        with self._lock:
            if self._last is not None and self._last.runs:
                raise Misconfigured(
                    f"{self._last.who} has begun another one",
                    where="the replay",
                    act="wait until it is done, or give it up on the page of its draft",
                )
            self._stop.clear()
            self._last = Replay(draft=draft, who=who)
        self._thread = threading.Thread(target=self._make, args=(store, wanted, who), name="replay")
        self._thread.start()

    def give_up(self) -> None:
        """Give up what is being made, if anything is."""
        self._stop.set()

    def wait(self) -> None:
        """Wait until what is being made has ended, if anything is."""
        if self._thread is not None:
            self._thread.join()

    def close(self) -> None:
        """Give up, and wait for the end."""
        self.give_up()
        self.wait()

    def _make(self, store: Store, wanted: Callable[[], Wanted], who: str) -> None:
        says = "it failed; the log of the bridge has more"
        try:
            planning = Planning(store=store, heard=self._heard, stops=self._stop.is_set)
            keeping.keep(store, keeping.made(planning, wanted(), anew=True), who)
            says = ""
        except GivenUp:
            says = "it was given up"
        except BridgeError as error:
            says = str(error)
        except OURS:
            log().exception("replay.defect")
        finally:
            if self._last is not None:
                self._last = replace(self._last, runs=False, says=says)

    def _heard(self, done: int, whole: int) -> None:
        if self._last is not None:
            self._last = replace(self._last, done=done, whole=whole)
