"""
What the people of the company do about their first exceptions, through the services of everybody.

It makes the queue of the demo one that is worked on: some exceptions are taken, asked about, put
off and talked about, a decision waits for a second person, and a draft of rules for its approval.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Store
from bridge.demo.cast import CAST, COLLEAGUE
from bridge.flow.deciding import Deciding
from bridge.flow.rulebook.editions import Edition
from bridge.flow.rulebook.publishing import Publishing
from bridge.model.calendar import Clock
from bridge.people.roles import Role
from bridge.queue import words
from bridge.queue.acts import Act, Ask, Comment, Snooze, Tag
from bridge.queue.life import Until, WaitsFor

_REVIEWER, _RULES_ADMIN = CAST[Role.FINANCE_REVIEWER], CAST[Role.RULES_ADMIN]
_APPROVER = CAST[Role.APPROVER]
_ITEMS = "items.yaml"
#: The row behind which the draft puts another.
_LAST_ITEM = "  - [API, API-CALLS, ON_USE]\n"
_NEW_ITEM = (
    "  # sold to those who have seats; revenue comes with time, as theirs does\n"
    "  - [AI-ASSIST, SUB-ULT, STRAIGHT_LINE_EVEN]\n"
)


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
    says = "The increase of July was never activated. I ask sales operations."
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


def work(store: Store, clock: Clock, edition: Edition) -> None:
    """
    Do it all; exceptions that are not there are passed over.

    Raises what the services raise.
    """
    with store.reading() as view:
        found = view.cases.all()
    for deed in deeds(clock):
        meant = [one for one in found if one.code == deed.code and deed.about in one.flags[0].says]
        _do(store, deed, meant)
    _propose(store, found)
    _draft(store, clock, edition)


def _do(store: Store, deed: Deed, cases: Sequence[ExceptionCase]) -> None:
    with store.transaction("triage", actor=deed.who) as tx:
        for case in cases[: deed.count]:
            for act in deed.acts:
                tx.lives.act(case.id, act)


def _propose(store: Store, cases: Sequence[ExceptionCase]) -> None:
    """Propose that a demonstration is no booking; a second person has yet to look at it."""
    for case in cases:
        if case.code == "SCOPE_UNDECIDED":
            reason = "A demonstration by a partner: nothing is owed, and it ends after a month."
            Deciding(store, _REVIEWER).rejected(case.id, reason)
            return


def _draft(store: Store, clock: Clock, edition: Edition) -> None:
    """Draft the row that the new product lacks; nobody has approved it yet."""
    text = edition.files.get(_ITEMS, "")
    if _LAST_ITEM in text:
        rules = {**edition.files, _ITEMS: text.replace(_LAST_ITEM, _LAST_ITEM + _NEW_ITEM)}
        reason = "Northlight Assist is sold since August; its revenue comes with time."
        Publishing(store, clock, _RULES_ADMIN).draft(rules, reason)
