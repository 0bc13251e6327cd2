"""
What a judgement does to the books of a deal: one pure decision.

Every change goes home first and out again: what is in suspense, excluded or in an unsent document
returns to `waiting`, the difference is booked, and the rest goes where the judgement says. What
NetSuite acknowledged is never moved; a judgement that would need it is an exception.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from bridge.ledger import moves
from bridge.ledger.entries import Draft
from bridge.ledger.judgement import (
    GIVEN_BACK,
    DealState,
    Excluded,
    Flagged,
    Judgement,
    OpenCase,
    Past,
    PastDocument,
    Prepared,
    Translated,
    Waiting,
    outcome_of,
    state_of,
)
from bridge.ledger.settled import (
    is_given_back,
    is_kept,
    is_posted_as_it_is,
    standing,
    unless_acknowledged,
    wanted,
    with_merges_as_made,
)
from bridge.model.document import State
from bridge.model.flags import PLAN_DIFFERS
from bridge.model.ids import Digest, ExternalId
from bridge.model.money import Currency, Money

#: States in which a document may be withdrawn or get another body.
UNSENT = frozenset({State.PREPARED, State.BLOCKED, State.REFUSED})


class NotConserved(ValueError):
    """A translation does not add up to what is booked; an error of ours, so nothing is written."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The same deal with the same result, or one that was posted whole: nothing is written."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A later reading of the deal was recorded before this one: nothing is written."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Records of a deal with documents are missing: it stays as it is while patience lasts."""


@dataclass(frozen=True, slots=True)
class Held:
    """A document of the deal is on its way; judge again when it has settled."""

    by: ExternalId


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """What is to be written, in one transaction."""

    state: DealState
    result: Judgement  #: what the judgement came to in the light of what was posted
    drafts: tuple[Draft, ...]
    withdrawn: tuple[ExternalId, ...]  #: superseded; those prepared again are not among them
    prepared: tuple[Prepared, ...]  #: new, or an old external id with a new body
    cases: tuple[OpenCase, ...]  #: all that are open from now on


Decision = Unchanged | Stale | Kept | Held | Transition


def decide(past: Past | None, judged: Judgement) -> Decision:
    """
    Decide what a judgement changes.

    Raises NotConserved if a translation's documents do not add up to what the deal booked.
    """
    if past is None:
        return _transition(_NOTHING, judged)
    if isinstance(judged, Waiting) and standing(past):
        return Kept()
    if past.outcome == outcome_of(judged):
        return Unchanged()
    sending = (one for one in past.documents if one.state is State.SENDING)
    on_its_way = next(sending, None)
    return Held(on_its_way.external_id) if on_its_way else _again(past, judged)


def _again(past: Past, judged: Judgement) -> Unchanged | Transition:
    """Decide about another result for a deal of which nothing is on its way."""
    if not is_posted_as_it_is(past, judged):
        return _transition(past, unless_acknowledged(past, with_merges_as_made(past, judged)))
    if past.state is DealState.TRANSLATED:
        return Unchanged()
    # What was posted stands, whatever newer rules would have made of the deal.
    return _transition(past, Translated(deal=judged.deal, documents=(), basis=judged.basis))


_NOTHING = Past(
    outcome=Digest(""),
    state=DealState.WAITING,
    booked=(),
    excluded=(),
    documents=(),
    cases=(),
)


def _transition(past: Past, judged: Judgement) -> Transition:
    asked = wanted(judged)
    kept = tuple(one for one in past.documents if one.state in UNSENT and is_kept(one, asked))
    leaving = tuple(one for one in past.documents if one.state in UNSENT and one not in kept)
    settled = tuple(one for one in past.documents if one.state is State.ACKNOWLEDGED)
    staying = {one.external_id for one in (*kept, *settled)}
    fresh = tuple(one for name, one in asked.items() if name not in staying)
    rest = _remainder(past, judged, (*kept, *settled))
    if isinstance(judged, Translated):
        _require_conservation(judged, rest, fresh)
    cases = _cases(judged, rest)
    left_out = _left_out(past, judged, rest)
    drafts = (
        *_home(past, judged, leaving, cases),
        *_included(past, judged, left_out),
        *_differences(past, judged, first=not past.booked, acknowledged=bool(settled)),
        *_out(past, judged, fresh, cases),
        *_excluded(past, judged, left_out),
        *_restated(past, judged, cases),
    )
    refused = {one.external_id for one in kept if one.state is State.REFUSED}
    return Transition(
        state=state_of(judged),
        result=judged,
        drafts=_grounded(drafts or (moves.judged(judged.deal.id, judged.basis.refs),), judged),
        withdrawn=tuple(one.external_id for one in leaving if one.external_id not in asked),
        prepared=fresh,
        cases=(*(one for one in past.cases if _is_of(one, refused, settled)), *cases),
    )


def _is_of(case: OpenCase, refused: Container[str | None], held: Iterable[PastDocument]) -> bool:
    """Whether a case is about a document, and no judgement of the deal closes it."""
    if case.code == PLAN_DIFFERS:
        return any(one.external_id == case.document for one in held)
    return case.document in refused


def _grounded(drafts: tuple[Draft, ...], judged: Judgement) -> tuple[Draft, ...]:
    """Let the last entry of a judgement say how the rules came to it, once for all of them."""
    if not judged.basis.trace:
        return drafts
    *others, last = drafts
    return (*others, moves.traced(last, judged.basis.trace))


def _remainder(
    past: Past, judged: Judgement, standing: Iterable[PastDocument]
) -> dict[Currency, Money]:
    """Return what is booked and in no standing document, by currency, the deal's own first."""
    booked = judged.deal.booked
    rest = {booked.currency: booked}
    for money in past.booked:
        rest.setdefault(money.currency, Money(0, money.currency))
    for document in standing:
        rest[document.amount.currency] -= document.amount
    return rest


def _require_conservation(
    judged: Translated, rest: dict[Currency, Money], fresh: Iterable[Prepared]
) -> None:
    left = Counter({currency: money.minor for currency, money in rest.items()})
    for one in fresh:
        left[one.document.amount.currency] -= one.document.amount.minor
    for currency, minor in left.items():
        if minor:
            raise NotConserved(
                f"deal {judged.deal.id} is booked with {judged.deal.booked}; "
                f"its documents leave {Money(minor, currency)} of it"
            )


def _cases(judged: Judgement, rest: dict[Currency, Money]) -> tuple[OpenCase, ...]:
    """Return the exceptions of the deal itself: one a currency, the deal's own even at zero."""
    if not isinstance(judged, Flagged):
        return ()
    own = judged.deal.booked.currency
    return tuple(
        OpenCase(code=judged.flags[0].code, amount=money, flags=judged.flags)
        for currency, money in rest.items()
        if money or currency == own
    )


def _differences(
    past: Past, judged: Judgement, *, first: bool, acknowledged: bool
) -> Iterator[Draft]:
    deal = judged.deal
    if first:
        yield moves.booked(deal.id, deal.booked, judged.basis.refs)
        return
    old = {money.currency: money for money in past.booked}
    for currency in {deal.booked.currency: None, **dict.fromkeys(old)}:
        nothing = Money(0, currency)
        now = deal.booked if currency == deal.booked.currency else nothing
        difference = now - old.get(currency, nothing)
        if difference:
            yield moves.rebooked(deal.id, difference, judged.basis.refs, acknowledged=acknowledged)


def _home(
    past: Past, judged: Judgement, leaving: Iterable[PastDocument], cases: tuple[OpenCase, ...]
) -> Iterator[Draft]:
    """Bring back to `waiting` what does not stay where it is."""
    deal, refs = judged.deal.id, judged.basis.refs
    codes = {case.document: case.code for case in past.cases}
    for case in past.cases:
        if case.document is None and not _stays(case, cases):
            yield moves.unflagged(deal, case.code, case.amount, refs)
    for document in leaving:
        name, amount = document.external_id, document.amount
        if document.state is State.REFUSED:
            yield moves.reopened(deal, name, amount, codes[name], refs)
        yield moves.superseded(deal, name, amount, document.digest, refs)


def _stays(case: OpenCase, others: Iterable[OpenCase]) -> bool:
    key = (case.document, case.code, case.amount)
    return any((other.document, other.code, other.amount) == key for other in others)


def _out(
    past: Past, judged: Judgement, fresh: Iterable[Prepared], cases: tuple[OpenCase, ...]
) -> Iterator[Draft]:
    """Send what waits where the judgement says."""
    deal, refs = judged.deal.id, judged.basis.refs
    for case in cases:
        if not _stays(case, past.cases):
            yield moves.flagged(deal, case.code, case.amount, case.flags, refs)
    for one in fresh:
        document = one.document
        yield moves.prepared(deal, document.external_id, document.amount, one.digest, refs)


def _restated(past: Past, judged: Judgement, cases: tuple[OpenCase, ...]) -> Iterator[Draft]:
    """Write down the reasons of an exception that are others now, though no amount moved."""
    reasons = {case.flags for case in past.cases if case.document is None}
    for case in cases:
        if _stays(case, past.cases) and case.flags not in reasons:
            yield moves.judged(judged.deal.id, judged.basis.refs, case.flags)
            return


def _left_out(
    past: Past, judged: Judgement, rest: dict[Currency, Money]
) -> tuple[tuple[str, Money], ...]:
    """Return what the judgement leaves out, by rule."""
    if not isinstance(judged, Excluded):
        return ()
    if is_given_back(past, judged):
        return ((judged.rule, judged.deal.booked),)
    return tuple((judged.rule, money) for money in rest.values() if money)


def _included(
    past: Past, judged: Judgement, left_out: tuple[tuple[str, Money], ...]
) -> Iterator[Draft]:
    for rule, money in past.excluded:
        if money and (rule, money) not in left_out:
            back = moves.stands_again if rule == GIVEN_BACK else moves.included
            yield back(judged.deal.id, rule, money, judged.basis.refs)


def _excluded(
    past: Past, judged: Judgement, left_out: tuple[tuple[str, Money], ...]
) -> Iterator[Draft]:
    if not isinstance(judged, Excluded):
        return
    out = moves.given_back if judged.rule == GIVEN_BACK else moves.excluded
    for rule, money in left_out:
        if (rule, money) not in past.excluded:
            yield out(judged.deal.id, rule, money, judged.says, judged.basis.refs)
