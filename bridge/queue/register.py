"""The register of overrides: who decided what for one deal alone, why, and how it ended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bridge.ledger.entries import Entry
from bridge.model.ids import DealId
from bridge.queue import story
from bridge.queue.decision import Decision, Outcome
from bridge.queue.story import Done


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """An override that counted, from one act to another."""

    number: int  #: of the exception
    deal: DealId
    decision: Decision
    began: Done  #: the act since which it counts
    ended: Done | None  #: the act with which that ended; None: it holds until its last day


def stories(entries: Iterable[Entry]) -> dict[tuple[int, DealId], tuple[Done, ...]]:
    """
    Return the story of each exception that entries of the ledger tell of, by number and deal.

    Every register of what people decided is read from these.
    """
    acts: dict[tuple[int, DealId], list[Entry]] = {}
    for one in entries:
        number = story.number_of(one)
        if number is not None:
            acts.setdefault((number, one.deal), []).append(one)
    return {key: story.read(told, key[0]) for key, told in acts.items()}


def overrides(entries: Iterable[Entry]) -> tuple[Registered, ...]:
    """Read every override that ever counted from entries of the ledger, in their order."""
    found = [
        registered
        for (number, deal), told in stories(entries).items()
        for registered in _of_one(number, deal, told)
    ]
    return tuple(sorted(found, key=lambda one: one.began.seq))


def _of_one(number: int, deal: DealId, told: tuple[Done, ...]) -> Iterator[Registered]:
    held: tuple[Decision, Done] | None = None
    for count, done in enumerate(told, start=1):
        decision = story.lived(told[:count]).decision
        if held is not None and decision != held[0]:
            yield Registered(number=number, deal=deal, decision=held[0], began=held[1], ended=done)
            held = None
        if held is None and decision and decision.proposal.outcome is Outcome.OVERRIDE:
            held = (decision, done)
    if held is not None:
        yield Registered(number=number, deal=deal, decision=held[0], began=held[1], ended=None)
