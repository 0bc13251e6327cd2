"""
A deal of which NetSuite has documents: what stays of them, and what is told to them or beside them.

Newer rules do not touch what NetSuite has as long as the deal is the same. Of a deal that is
another one now, words are told to its order; anything else goes by the table of corrections.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bridge.mappers.correct import asking, differing, held, in_place, reissuing, words
from bridge.mappers.correct.differing import Descriptive, Differences
from bridge.mappers.correct.held import HeldOrder
from bridge.mappers.correct.staying import Case, Settled, Undone, as_sent, told_of
from bridge.mappers.shape import standing
from bridge.mappers.shape.arrangements import values
from bridge.mappers.shape.arrangements.values import Lacking
from bridge.mappers.shape.assembling import Assembled
from bridge.mappers.shape.parts import Objection
from bridge.mappers.write import bodies
from bridge.model import notation
from bridge.model.deal import Correction
from bridge.model.document import Document, Kind, ordinal
from bridge.model.dossier import Posted, PostedDocument
from bridge.model.ids import Digest, ExternalId
from bridge.model.schedule import Schedule
from bridge.rules.rulebook import Decision, Rulebook, Undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """The one order that NetSuite has of a deal, and the one that the deal asks for."""

    asked: Document
    now: HeldOrder
    before: HeldOrder  #: as it was when the deal was the one before


@dataclass(frozen=True, slots=True)
class _Told:
    """What NetSuite is told of a deal that changed, with what it will plan of that."""

    documents: tuple[Document, ...]
    schedules: tuple[Schedule, ...]


def settled(case: Case, known: Mapping[str, object], rulebook: Rulebook) -> Settled | Undone:
    """
    Return what becomes of a deal's documents in the light of what NetSuite has of it.

    `known` are the facts of the deal that rules may read.
    """
    if _is_asked_for(case.posted, case.made):
        return Settled(made=case.made)
    current = frozenset((notation.address(case.deal), *case.posted.formerly))
    if all(one.made_of in current for one in case.posted.documents):
        was_told = any(told_of(case.posted, case.deal))
        is_whole = case.posted.complete and was_told
        return case.with_new(*case.merges) if is_whole else Settled(made=case.made)
    descriptive = Descriptive(
        header=rulebook.descriptive("sales_order"), lines=rulebook.descriptive("sales_order_line")
    )
    pair = _pair(case, current)
    if pair is None:
        return _words_alone(case, descriptive)
    told = differing.of(pair.now, pair.asked, descriptive)
    if told.are_words:
        return case.with_new(_words(case, pair.now, pair.asked, told))
    was = differing.of(pair.before, pair.asked, descriptive)
    change = asking.asked(case, known, pair.now, was)
    return _corrected(case, pair, told, asking.decision(change, case.deal, rulebook))


def _is_asked_for(posted: Posted, made: Assembled) -> bool:
    """Say whether all that NetSuite has is asked for with the very body that it has."""
    asked = {one.external_id: one for one in made.documents}
    return all(
        (again := asked.get(one.document.external_id)) is not None
        and bodies.sealed(again)[1] == one.digest
        for one in posted.documents
    )


def _pair(case: Case, current: Collection[Digest]) -> _Pair | None:
    """
    Pair what NetSuite has with what is asked for; None where it is not one order each.

    `current` are the digests of the deal as it is now, by whatever rules.
    """
    orders = [one for one in case.made.documents if one.kind is Kind.SALES_ORDER]
    if len(orders) != 1 or len(case.made.documents) != 1 or not _is_plain(case):
        return None
    documents = case.posted.documents
    now, before = _live(documents), _live(_before(documents, current))
    if (
        now is None
        or before is None
        or len({one.source for one in orders[0].lines}) < len(orders[0].lines)
    ):
        return None
    return _Pair(asked=orders[0], now=now, before=before)


def _is_plain(case: Case) -> bool:
    """Say whether NetSuite has orders of the deal alone, and what was told of these."""
    told = {one.document.external_id for one in told_of(case.posted, case.deal)}
    return all(
        one.document.kind is Kind.SALES_ORDER or one.document.external_id in told
        for one in case.posted.documents
    )


def _before(
    documents: tuple[PostedDocument, ...], current: Collection[Digest]
) -> tuple[PostedDocument, ...]:
    """Leave out the documents at the end that were made of the deal as it is now."""
    last = len(documents)
    while last and documents[last - 1].made_of in current:
        last -= 1
    return documents[:last]


def _live(documents: tuple[PostedDocument, ...]) -> HeldOrder | None:
    """Return the one order of which something stands; the last one where all was given back."""
    orders = held.orders(documents)
    live = [one for one in orders if one.lines] or sorted(orders, key=lambda one: one.number)[-1:]
    if len(live) != 1:
        return None
    sources = {line.stands.source for line in live[0].lines}
    return live[0] if len(sources) == len(live[0].lines) else None


def _words(case: Case, order: HeldOrder, asked: Document, told: Differences) -> Iterator[Document]:
    if not told.are_none:
        number = words.next_number(order.name, case.taken, asked)
        yield words.document(asked, order.name, told, number)


def _words_alone(case: Case, descriptive: Descriptive) -> Settled:
    """Tell words to each order of which nothing else differs; leave the rest as it is asked for."""
    orders = {one.name: one for one in held.orders(case.posted.documents)}
    sent = {one.document.external_id: one for one in case.posted.documents}
    documents: list[Document] = []
    stays: dict[ExternalId, PostedDocument] = {}
    for asked in case.made.documents:
        order = orders.get(asked.external_id)
        told = differing.of(order, asked, descriptive) if order else None
        if order is None or told is None or not told.are_words:
            documents.append(asked)
            continue
        kept = [sent[order.name], *held.changes_of(order.name, case.posted.documents)]
        documents += [as_sent(one, case.deal) for one in kept]
        documents += _words(case, order, asked, told)
        stays.update({one.document.external_id: one for one in kept})
    return Settled(made=Assembled(tuple(documents), _schedules(case, stays)), held=stays)


def _schedules(case: Case, stays: Mapping[ExternalId, PostedDocument]) -> tuple[Schedule, ...]:
    planned = [one for one in case.made.schedules if one.external_id not in stays]
    return (*planned, *(one for sent in stays.values() for one in sent.document.schedules))


def _corrected(
    case: Case, pair: _Pair, told: Differences, found: Decision | Undecided | None
) -> Settled | Undone:
    """Do what the rules chose, or say why that cannot be."""
    trace = asking.steps(pair.now, found)
    made = _told(case, pair, told, found)
    if isinstance(made, _Told):
        return case.with_new(made.documents, made.schedules, trace)
    why = (f"changed: {told.says}", *asking.says(found), *filter(None, [made]))
    return case.for_a_person([pair.now.name], why, trace)


def _told(
    case: Case, pair: _Pair, told: Differences, found: Decision | Undecided | None
) -> _Told | str:
    """Return what is to be told, or what keeps that from being told; nothing, where a rule says."""
    touched = ", ".join(case.posted.touched_by)
    if touched:
        return f"{touched} of later deals rests on {pair.now.name}"
    if not isinstance(found, Decision):
        return ""
    match asking.correction(found):
        case Correction.REVIEW:
            return ""
        case Correction.CORRECT_UNBILLED:
            return _in_place(case, pair, told, found.rule)
        case Correction.RETURN_AND_REISSUE if "currency" in told.header:
            return _of_two_currencies(case, pair)
        case Correction.RETURN_AND_REISSUE:
            return _reissued(case, pair, found.rule)


def _of_two_currencies(case: Case, pair: _Pair) -> str:
    """Say why: what is given back and what is ordered anew would never add up to the deal."""
    # Its own lines do not tell it where all of them were given back.
    sent = {one.document.external_id: one.currency for one in case.posted.documents}
    before, now = sent[pair.now.name].code, case.deal.currency.code
    return f"{pair.now.name} is in {before}, and its deal in {now} now: no document gives back both"


def _in_place(case: Case, pair: _Pair, told: Differences, rule: str) -> _Told | str:
    recognised = case.posted.recognised
    objection = in_place.objection(pair.now, pair.asked, told, recognised=recognised)
    if objection is not None:
        return objection.says
    number = _next(case, Kind.ORDER_CHANGE)
    change = in_place.document(pair.asked, pair.now, told, number=number, rule=rule)
    moved = in_place.schedules(change, case.made.schedules, pair.now, told)
    return _Told((change,), tuple(moved))


def _reissued(case: Case, pair: _Pair, rule: str) -> _Told | str:
    numbers = reissuing.Numbers(
        change=_next(case, Kind.ORDER_CHANGE),
        return_=_next(case, Kind.RETURN_AUTHORIZATION),
        order=_next(case, Kind.SALES_ORDER),
    )
    documents = reissuing.reissued(pair.asked, pair.now, numbers, rule, case.periods)
    if isinstance(documents, Objection):
        return documents.says
    posted = [one.document for one in case.posted.documents]
    *back, anew = documents
    worth = values.valued(back, (), standing.of(posted))
    if isinstance(worth, Lacking):
        return "; ".join(flag.says for flag in worth.flags)
    whole = (*worth, anew)
    planned = reissuing.schedules(whole, posted, case.made.schedules, case.periods)
    return _Told(whole, tuple(planned))


def _next(case: Case, kind: Kind) -> int:
    """Return the first number that no document of a kind has, changes of words left aside."""
    numbers = [
        ordinal(one.document.external_id)
        for one in case.posted.documents
        if one.document.kind is kind and not words.is_of_words(one.document.external_id)
    ]
    return 1 + max(numbers, default=0)
