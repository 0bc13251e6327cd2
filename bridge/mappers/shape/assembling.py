"""From judged lines to documents: new orders, order changes and returns, with their schedules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from bridge.mappers.judge import BY_ITSELF, Judged, Modified
from bridge.mappers.shape import predicting, recognise, standing
from bridge.mappers.shape.amendments import changing, cutting, taking
from bridge.mappers.shape.amendments.changing import Chosen
from bridge.mappers.shape.arrangements import joining, packages, values
from bridge.mappers.shape.arrangements.packages import Waits
from bridge.mappers.shape.arrangements.requests import Request
from bridge.mappers.shape.arrangements.values import Lacking
from bridge.mappers.shape.credits import drawdown
from bridge.mappers.shape.parts import Objection, Part, Taken
from bridge.mappers.shape.standing import Standing
from bridge.model.deal import Deal, FactValue
from bridge.model.document import Document, DocumentLine, Kind, external_id
from bridge.model.dossier import Dossier, EarlierDocument
from bridge.model.flags import Flag
from bridge.model.ids import ExternalId
from bridge.model.schedule import Schedule

#: New orders come first: what they add is there before something is taken.
_ORDER = (Kind.SALES_ORDER, Kind.ORDER_CHANGE, Kind.RETURN_AUTHORIZATION)


@dataclass(frozen=True, slots=True)
class Assembled:
    """Documents with the schedules of their lines."""

    documents: tuple[Document, ...]
    schedules: tuple[Schedule, ...]
    waits_for: tuple[str, ...] = ()  #: before its arrangement is merged with those of a package


#: Which document a line is in: its kind, the order that it is about, and which of these it is.
_Place = tuple[Kind, ExternalId | None, int]


@dataclass(slots=True)
class _Draft:
    """The lines of a deal's documents while they are gathered."""

    stands: Standing
    lines: dict[_Place, list[DocumentLine]] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)


def assemble(
    deal: Deal,
    dossier: Dossier,
    header: Mapping[str, FactValue],
    judged: Sequence[Judged],
    modified: Modified = BY_ITSELF,
) -> Assembled | tuple[Flag, ...]:
    """
    Represent judged lines by documents, or say why that cannot be.

    A deal becomes at most one new order, unless a rule makes contracts of their own of the steps of
    a ramp; and one change and one return for each order that it takes from; a second return where
    it gives back from one order line twice.
    """
    before = standing.of(packages.linked(dossier.earlier, dossier.package))
    draft = _Draft(before, flags=[*taking.unpaired(deal)])
    for one in judged:
        _treat(draft, one)
    if draft.flags:
        return tuple(draft.flags)
    documents = values.valued(tuple(_documents(deal, header, draft)), judged, before)
    if isinstance(documents, Lacking):
        return documents.flags
    try:
        drawn = drawdown.drawn(deal, header, judged, dossier.frame.periods)
        schedules = tuple(
            schedule
            for document in documents
            for schedule in predicting.schedules(document, before, dossier.frame.periods)
        )
    except ValueError as error:
        return (_without_period(deal, error),)
    if drawn.flags:
        return drawn.flags
    made = Assembled((*documents, *drawn.documents), (*schedules, *drawn.schedules))
    return _merged(deal, dossier, header, made, modified)


def _without_period(deal: Deal, error: ValueError) -> Flag:
    says = f"{error}; set the periods up"
    return Flag("NO_ACCOUNTING_PERIOD", says, (deal.id,), deal.booked)


def _merged(
    deal: Deal,
    dossier: Dossier,
    header: Mapping[str, FactValue],
    made: Assembled,
    modified: Modified,
) -> Assembled | tuple[Flag, ...]:
    """Return what was made, and behind it the request to merge, where a rule chose that."""
    new = earlier(made.documents, made.schedules)
    try:
        found = joining.joined(deal, dossier, header, new, modified)
    except ValueError as error:
        return (_without_period(deal, error),)
    match found:
        case None:
            return made
        case Waits(says=says):
            return replace(made, waits_for=says)
        case Request():
            schedules = (*made.schedules, *found.schedules)
            return Assembled((*made.documents, found.document), schedules)
        case _:
            return found


def _treat(draft: _Draft, one: Judged) -> None:
    """Gather what a line becomes; what a step takes is gone when the next one is treated."""
    treatment = recognise.treatment(one.shape, one.treatment)
    for line in recognise.one_by_one(one.line, one.shape):
        for part in treatment(line, draft.stands):
            _add(draft, one, part)


def _add(draft: _Draft, one: Judged, part: Part | Taken | Flag) -> None:
    match part:
        case Flag():
            draft.flags.append(part)
        case Part():
            order = part.apart.toordinal() if part.apart else 1  # by day, behind the first order
            lines = draft.lines.setdefault((Kind.SALES_ORDER, None, order), [])
            lines.append(_new_line(part, one, key=len(lines) + 1))
        case Taken():
            _take(draft, one, part)


def _take(draft: _Draft, one: Judged, taken: Taken) -> None:
    lot, term = taken.lot, one.line.term
    if lot.is_level and term is not None:
        # Level revenue changes on the first day of an amendment, whichever step is taken.
        taken = replace(taken, starts=term.start)
    cut = cutting.cut(taken)
    if isinstance(cut, Objection):
        says = f"order product {taken.source}: {cut.says}"
        evidence = (f"OrderItem {taken.source}", f"{lot.order} line {lot.key}")
        draft.flags.append(Flag(cut.code, says, evidence, -taken.amount))
        return
    by = Chosen(treatment=one.treatment, rule=one.rule)
    for kind, line in changing.lines(taken, cut, draft.stands.next_key(lot.order), by):
        lines = draft.lines.setdefault(_place(draft, kind, lot.order, line), [])
        returned = kind is Kind.RETURN_AUTHORIZATION
        lines.append(replace(line, key=len(lines) + 1) if returned else line)
        draft.stands = standing.after(draft.stands, kind, lot.order, line, lot.key)


def _place(draft: _Draft, kind: Kind, order: ExternalId, line: DocumentLine) -> _Place:
    """Return the document of a line: NetSuite gives back from an order line once in a return."""
    number = 1
    if kind is Kind.RETURN_AUTHORIZATION:
        while any(
            held.fields["orderLine"] == line.key
            for held in draft.lines.get((kind, order, number), ())
        ):
            number += 1
    return kind, order, number


def _new_line(part: Part, one: Judged, key: int) -> DocumentLine:
    return DocumentLine(
        source=part.source,
        root=part.root,
        key=key,
        item=one.item,
        quantity=part.quantity,
        units=part.quantity,
        amount=part.amount,
        allocated=part.allocated,
        service=part.service,
        method=one.method,
        treatment=one.treatment,
        rule=one.rule,
        fields=one.fields,
    )


def _documents(deal: Deal, header: Mapping[str, FactValue], draft: _Draft) -> Iterator[Document]:
    for kind in _ORDER:
        numbers = count(1)
        held_lines = sorted(draft.lines.items(), key=lambda one: (one[0][1] or "", one[0][2]))
        for (held, target, _), lines in held_lines:
            if held is kind:
                yield Document(
                    kind=kind,
                    external_id=external_id(deal.id, kind, next(numbers)),
                    deal=deal.id,
                    contract=deal.contract,
                    currency=deal.currency,
                    dated=deal.booked_on,
                    lines=tuple(lines),
                    fields=header,
                    target=target,
                )


def earlier(
    documents: Sequence[Document], schedules: Sequence[Schedule]
) -> tuple[EarlierDocument, ...]:
    """Return documents as the deals after them know them; nothing of them is invoiced yet."""
    return tuple(
        EarlierDocument(
            deal=one.deal,
            kind=one.kind,
            external_id=one.external_id,
            dated=one.dated,
            target=one.target,
            lines=one.lines,
            schedules=tuple(each for each in schedules if each.external_id == one.external_id),
        )
        for one in documents
    )
