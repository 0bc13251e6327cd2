"""From judged lines to documents: new orders, order changes and returns, with their schedules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from bridge.mappers.judge import Judged
from bridge.mappers.shape import drawdown, predicting, recognise, standing
from bridge.mappers.shape.amendments import changing, taking
from bridge.mappers.shape.amendments.changing import Chosen
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


@dataclass(slots=True)
class _Draft:
    """The lines of a deal's documents while they are gathered, by kind and by the order changed."""

    stands: Standing
    lines: dict[tuple[Kind, ExternalId | None], list[DocumentLine]] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)


def assemble(
    deal: Deal, dossier: Dossier, header: Mapping[str, FactValue], judged: Sequence[Judged]
) -> Assembled | tuple[Flag, ...]:
    """
    Represent judged lines by documents, or say why that cannot be.

    A deal becomes at most one new order, and one change and one return for each order that it
    takes from.
    """
    before = standing.of(dossier.earlier)
    draft = _Draft(before, flags=[*taking.unpaired(deal)])
    for one in judged:
        for part in recognise.treatment(one.shape, one.treatment)(one.line, draft.stands):
            _add(draft, one, part)
    if draft.flags:
        return tuple(draft.flags)
    documents = tuple(_documents(deal, header, draft))
    try:
        drawn = drawdown.drawn(deal, header, judged, dossier.frame.periods)
        schedules = tuple(
            schedule
            for document in documents
            for schedule in predicting.schedules(document, before, dossier.frame.periods)
        )
    except ValueError as error:
        says = f"{error}; set the periods up"
        return (Flag("NO_ACCOUNTING_PERIOD", says, (deal.id,), deal.booked),)
    if drawn.flags:
        return drawn.flags
    return Assembled((*documents, *drawn.documents), (*schedules, *drawn.schedules))


def _add(draft: _Draft, one: Judged, part: Part | Taken | Flag) -> None:
    match part:
        case Flag():
            draft.flags.append(part)
        case Part():
            lines = draft.lines.setdefault((Kind.SALES_ORDER, None), [])
            lines.append(_new_line(part, one, key=len(lines) + 1))
        case Taken():
            _take(draft, one, part)


def _take(draft: _Draft, one: Judged, taken: Taken) -> None:
    lot = taken.lot
    kind = _twice(draft, taken) or changing.kind_of(taken)
    if isinstance(kind, Objection):
        says = f"order product {taken.source}: {kind.says}"
        evidence = (f"OrderItem {taken.source}", f"{lot.order} line {lot.key}")
        draft.flags.append(Flag(kind.code, says, evidence, -taken.amount))
        return
    lines = draft.lines.setdefault((kind, lot.order), [])
    keys = (draft.stands.next_key(lot.order), len(lines) + 1)
    by = Chosen(treatment=one.treatment, rule=one.rule)
    for line in changing.lines(taken, kind, keys, by):
        lines.append(line)
        draft.stands = standing.after(draft.stands, kind, lot.order, line)


def _twice(draft: _Draft, taken: Taken) -> Objection | None:
    """Object where one deal takes twice from what can be taken from once."""
    lot = taken.lot
    if lot not in draft.stands.lines:
        says = f"line {lot.key} of {lot.order} is taken from twice in one line of the deal"
        return Objection("TAKEN_TWICE", says)
    given_back = draft.lines.get((Kind.RETURN_AUTHORIZATION, lot.order), ())
    if any(line.fields["orderLine"] == lot.key for line in given_back):
        # NetSuite makes one line of a return from one line of an order.
        says = f"two lines of the deal give back from line {lot.key} of {lot.order}; join them"
        return Objection("TAKEN_TWICE", says)
    return None


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
        for (held, target), lines in sorted(draft.lines.items(), key=lambda one: one[0][1] or ""):
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
