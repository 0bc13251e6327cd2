"""Builds the parts once and hands them to each other; closes them in reverse order."""

import logging
import os
import secrets
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.store.database import Store
from bridge.errors import BridgeError, Misconfigured, Refused
from bridge.flow import frames
from bridge.flow.merging.posting import MergingPosting
from bridge.flow.posting.limits import Limits
from bridge.flow.posting.posted import POSTED, Happened, What
from bridge.flow.posting.protocol import Posting
from bridge.flow.rulebook import publishing
from bridge.flow.rulebook.editions import Edition, edition
from bridge.flow.sync.batches import Progress, unseen
from bridge.flow.sync.ends import Ends
from bridge.flow.sync.one_pass import Outcome, Sync
from bridge.mappers.write import bodies
from bridge.model.dossier import Frame
from bridge.settings import RulesSettings, Settings, SyncSettings, secret_in_open_file
from bridge.settings import load as load_settings
from bridge.telemetry import conceal, log


def now() -> datetime:
    """Return the present, aware, in UTC."""
    return datetime.now(UTC)


def _seconds() -> float:
    """Count seconds, those too for which the machine slept: a long sleep is a long pause."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def settings_of(file: Path) -> Settings:
    """
    Read a settings file; from here on its secrets are never logged or shown.

    Warns of a secret in a file that others may read. Raises Misconfigured with every finding.
    """
    settings = load_settings(file)
    conceal(settings.secrets)
    secret = secret_in_open_file(file)
    if secret:
        act = f"chmod 600 {file}, or give it in the environment"
        log().warning("settings.secret_in_file", file=str(file), setting=secret, act=act)
    return settings


@dataclass(slots=True)
class Bridge:
    """The running product: both ends, the store, the rulebook; also a context manager."""

    ends: Ends
    edition: Edition
    settings: Settings
    _closing: ExitStack

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Build everything; raises a BridgeError if a part cannot be had."""
        with ExitStack() as opened:
            store = open_store(settings)
            opened.callback(store.close)
            rules = rules_in_force(store, settings.rules)
            salesforce = Salesforce(settings.salesforce, now, time.sleep)
            opened.callback(salesforce.close)
            netsuite = NetSuite(settings.netsuite, now, time.sleep)
            opened.callback(netsuite.close)
            ends = Ends(salesforce=salesforce, netsuite=netsuite, store=store, clock=now)
            return cls(ends, rules, settings, opened.pop_all())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of everything, last opened first."""
        self._closing.close()

    def sync_briefly(self) -> Outcome:
        """
        Make one full pass that leaves unknown outcomes to the next one.

        Rules that were published since count from this pass on, or, as long as none ever were,
        rule files that were edited; if these are wrong, the rulebook that was right last goes on,
        and every pass says so.
        """
        self._refresh_rules()
        brief = self.settings.sync.model_copy(update={"wait_for_unknown_s": 0.0})
        return self._sync(brief, unseen)

    def sync(self, progress: Progress = unseen) -> Outcome:
        """Make one full pass, and wait a while for unknown outcomes to settle."""
        return self._sync(self.settings.sync, progress)

    def _refresh_rules(self) -> None:
        try:
            fresh = rules_in_force(self.ends.store, self.settings.rules)
        except BridgeError as error:
            log().error("rules.invalid", says=str(error), kept=self.edition.rulebook.version)
            return
        if fresh.rulebook.version != self.edition.rulebook.version:
            log().info("rules.loaded", version=fresh.rulebook.version)
            self.edition = fresh

    def _sync(self, paced: SyncSettings, progress: Progress) -> Outcome:
        return Sync(self.ends, self.edition, self.posting(), paced, progress).run()

    def hurried(self) -> Ends:
        """Return the ends for people who wait for an answer: their clients give up soon."""
        # Whoever looks at the connections is to learn how the calls of the passes fare, too.
        ends, settings = self.ends, self.settings
        counted = ends.salesforce.counted
        salesforce = Salesforce(settings.salesforce.hurried, now, time.sleep, counted)
        self._closing.callback(salesforce.close)
        told = ends.netsuite.contact
        netsuite = NetSuite(settings.netsuite.hurried, now, time.sleep, told)
        self._closing.callback(netsuite.close)
        return replace(ends, salesforce=salesforce, netsuite=netsuite)

    def posting(self) -> Posting:
        """Return the protocol of posting over this store and this account."""
        settings = self.settings.netsuite
        return MergingPosting(
            store=self.ends.store,
            netsuite=self.ends.netsuite,
            merges=self.ends.netsuite.merges,
            limits=Limits.of(settings, self.ends.netsuite.longest_call_s),
            record_types=bodies.RECORDS,
            amounts=bodies.amounts,
            monotonic=_seconds,
            sleep=time.sleep,
            # Two containers may have one name and one number.
            holder=f"{os.uname().nodename}-{os.getpid()}-{secrets.token_hex(4)}",
            heard=_log_step,
        )


def rules_in_force(store: Store, settings: RulesSettings) -> Edition:
    """
    Return the rulebook that holds now: what was published, or else what stands in the folder.

    Raises RulebookInvalid for the folder; Misconfigured if what was published cannot be read, or
    if only what was published may hold.
    """
    published = publishing.in_force(store, now())
    if published is not None:
        return published
    if settings.publication_required:
        raise Misconfigured(
            "no rules were published yet, and rules.publication_required says that they must be",
            where="rules",
            act="publish them: bridge rules publish --rules FOLDER --reason TEXT",
        )
    return edition(settings.folder)


def frame_now(settings: Settings) -> Frame:
    """Ask both systems for what rules are checked against; raises a BridgeError if one fails."""
    with ExitStack() as opened:
        salesforce = Salesforce(settings.salesforce, now, time.sleep)
        opened.callback(salesforce.close)
        netsuite = NetSuite(settings.netsuite, now, time.sleep)
        opened.callback(netsuite.close)
        return frames.read(salesforce, netsuite)


@contextmanager
def looking(settings: Settings) -> Iterator[Ends]:
    """Open the store to look on, and both systems for somebody who waits; Misconfigured."""
    with look_at_store(settings) as store, both_of(settings) as (salesforce, netsuite):
        yield Ends(salesforce=salesforce, netsuite=netsuite, store=store, clock=now)


@contextmanager
def netsuite_of(settings: Settings) -> Iterator[NetSuite]:
    """Open the account alone, for a look at it; no call is made yet."""
    netsuite = NetSuite(settings.netsuite, now, time.sleep)
    try:
        yield netsuite
    finally:
        netsuite.close()


@contextmanager
def both_of(settings: Settings) -> Iterator[tuple[Salesforce, NetSuite]]:
    """Open both systems without any books, for somebody who waits; no call is made yet."""
    with ExitStack() as opened:
        salesforce = Salesforce(settings.salesforce.hurried, now, time.sleep)
        opened.callback(salesforce.close)
        netsuite = NetSuite(settings.netsuite.hurried, now, time.sleep)
        opened.callback(netsuite.close)
        yield salesforce, netsuite


@contextmanager
def salesforce_of(settings: Settings) -> Iterator[Salesforce]:
    """Open the org alone, for a look at it; no call is made yet."""
    salesforce = Salesforce(settings.salesforce, now, time.sleep)
    try:
        yield salesforce
    finally:
        salesforce.close()


def item_rules_now(settings: Settings) -> dict[str, str | None] | None:
    """Ask NetSuite by which rule it recognises each item; None where it does not tell."""
    with closing(NetSuite(settings.netsuite, now, time.sleep)) as netsuite:
        try:
            return netsuite.item_rules()
        except Refused as error:
            log().warning("netsuite.item_rules_not_told", code=error.code, says=error.says)
            return None


def open_store(settings: Settings) -> Store:
    """
    Open the store; in a rehearsal of a crash it kills the process at the named commit.

    Raises Misconfigured, also where the folder of the store cannot be written.
    """
    crash = _crash_at(settings.crash_at) if settings.crash_at else _go_on
    with _within_reach():
        return Store(settings.store.url, clock=now, on_commit=crash)


def look_at_store(settings: Settings) -> Store:
    """Open the store to read what it holds, also while a daemon works on it; Misconfigured."""
    with _within_reach():
        return Store(settings.store.url, clock=now, looks_on=True)


@contextmanager
def _within_reach() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Misconfigured(
            f"the store cannot be opened: {error.strerror} ({error.filename})",
            where="store.url",
            act="name a place that the bridge may write",
        ) from error


def _go_on(_point: str) -> None:
    """Live through every commit."""


def _crash_at(point: str) -> Callable[[str], None]:
    """`before:marked` dies there at once; `before:marked#3` lives through the first two times."""
    name, _, number = point.partition("#")
    left = [int(number or "1")]

    def crash(reached: str) -> None:
        if reached == name:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return crash


#: What a person should see, and what only somebody who looks closely wants to.
_LEVELS = {
    What.REFUSED: logging.WARNING,
    What.UNANSWERED: logging.WARNING,
    What.NOT_FOUND_OUT: logging.WARNING,
    What.WAITS: logging.DEBUG,
    What.PAUSED: logging.DEBUG,
    What.NO_SLOT: logging.DEBUG,
}


def _log_step(step: Happened) -> None:
    due = {"due": step.due.isoformat(timespec="seconds")} if step.due else {}
    said = {"netsuite_id" if step.what in POSTED else "says": step.says} if step.says else {}
    log().log(
        _LEVELS.get(step.what, logging.INFO),
        f"document.{step.what}",
        document=step.document,
        deal=step.deal,
        **said,
        **due,
    )
