"""
What the people of the company do about their first exceptions, through the services of everybody.

It makes the queue of the demo one that is worked on: some exceptions are taken, asked about, put
off and talked about. What it decides about single deals stands in decisions.py, what it does about
rules in rulework.py, about months in closing.py.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Store
from bridge.demo.cast import CAST, COLLEAGUE
from bridge.model.calendar import Clock
from bridge.people.roles import Role
from bridge.people.views import SavedView
from bridge.queue import words
from bridge.queue.acts import Act, Ask, Comment, Snooze, Tag
from bridge.queue.life import Until, WaitsFor

_REVIEWER, _RULES_ADMIN = CAST[Role.FINANCE_REVIEWER], CAST[Role.RULES_ADMIN]
_APPROVER = CAST[Role.APPROVER]
_UNTIL_MORE = Snooze(Until(count=10), "A British subsidiary is founded when it is worth it.")


def _tagged(word: str) -> Tag:
    return words.tagging(frozenset({word}))


@dataclass(frozen=True, slots=True)
class Deed:
    """What one person does about the first exceptions of one code."""

    who: str
    code: str
    acts: tuple[Act, ...]
    count: int = 1
    about: str = ""  #: what the exceptions say, if not all of the code are meant


def deeds(clock: Clock) -> tuple[Deed, ...]:
    """Return what is done about single exceptions; days are counted from today."""
    next_week = Until(day=clock().date() + timedelta(days=7))
    return (
        *_taken(),
        *_asked(),
        Deed(_REVIEWER, "SUBSIDIARY_UNDECIDED", (_UNTIL_MORE, _tagged("uk")), 3),
        Deed(COLLEAGUE, "TERMS_DIFFER", (Snooze(next_week, "Legal reads the contract."),)),
    )


def _taken() -> Iterator[Deed]:
    """Yield who answers for what, and what is talked about."""
    yield Deed(_REVIEWER, "UNREAD_FIELD", (words.assignment(_RULES_ADMIN),), 6)
    says = f"The increase of July was never activated. @{_REVIEWER}, do you ask sales operations?"
    yield Deed(_APPROVER, "MORE_TAKEN_THAN_HELD", (Comment(says),))
    says = "The contract says that year two follows at once; sales corrects it."
    yield Deed(COLLEAGUE, "RAMP_GAP", (words.assignment(COLLEAGUE), Comment(says)), 2)


def _asked() -> Iterator[Deed]:
    """Yield what waits for somebody else."""
    new = Ask(WaitsFor.RULE, "Northlight Assist has no item: is it recognised as seats are?")
    taken = words.assignment(_RULES_ADMIN)
    yield Deed(_REVIEWER, "ITEM_UNMAPPED", (taken, _tagged("quarter-end"), new), 4, "AI-ASSIST")
    which = Ask(WaitsFor.ORIGIN, "Which is right, the price of a seat or the total?")
    yield Deed(_REVIEWER, "TOTAL_TYPED_OVER", (words.assignment(_REVIEWER), which), 4)
    at_once = Ask(WaitsFor.ORIGIN, "Please let the second year begin on its first day.")
    yield Deed(COLLEAGUE, "RAMP_GAP", (at_once,))
    periods = Ask(WaitsFor.NETSUITE, "Please set the periods up until 2034.")
    yield Deed(_REVIEWER, "NO_ACCOUNTING_PERIOD", (periods,))
    customer = Ask(WaitsFor.NETSUITE, "This customer is new: please create it in NetSuite.")
    yield Deed(COLLEAGUE, "REFUSED", (words.assignment(COLLEAGUE), customer), 3)


def work(store: Store, clock: Clock) -> tuple[ExceptionCase, ...]:
    """
    Do it all; exceptions that are not there are passed over. Return those that there are.

    Raises what the services raise.
    """
    with store.reading() as view:
        found = view.cases.all()
    for deed in deeds(clock):
        meant = [one for one in found if one.code == deed.code and deed.about in one.flags[0].says]
        _do(store, deed, meant)
    _keep_views(store)
    return found


def _do(store: Store, deed: Deed, cases: Sequence[ExceptionCase]) -> None:
    with store.transaction("triage", actor=deed.who) as tx:
        for case in cases[: deed.count]:
            for act in deed.acts:
                tx.lives.act(case.id, act)


def _keep_views(store: Store) -> None:
    """Keep what people of the company look at each morning under a name."""
    kept = (
        SavedView(owner=_REVIEWER, name="Large ones", query="?least=100000", is_shared=True),
        SavedView(owner=COLLEAGUE, name="Munich", query="?currency=EUR", is_shared=True),
    )
    for one in kept:
        with store.transaction("view_kept", actor=one.owner) as tx:
            tx.people.views.save(one)
