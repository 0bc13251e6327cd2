"""A deal side by side: as it was sold, as the bridge understands it, and as NetSuite holds it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bridge.adapters.store.deals import KnownDocument, WholeDeal
from bridge.flow.explaining.retracing import Retraced
from bridge.mappers.judge import Step
from bridge.model.deal import Deal, Line, Segment
from bridge.model.document import State
from bridge.model.money import Money
from bridge.model.record import Record
from bridge.translate import Awaited

#: What of a source record says how much was sold, and for how long; shown in this order.
_TELLING = ("Quantity", "UnitPrice", "TotalPrice", "TotalAmount", "ServiceDate", "EndDate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One step of a line on its way."""

    source: str  #: its id in Salesforce
    record: str | None  #: what the record is, and what it says; None where it was not kept
    product: str
    quantity: str
    price: str
    amount: Money
    term: str
    action: str
    ordered: tuple["Ordered", ...]
    rules: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """The document line that a step became."""

    document: str
    key: int
    item: str
    quantity: str
    amount: Money
    service: str
    treatment: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The deal, step by step; and what the rules decided about it as a whole."""

    customer: tuple[str, str, str]
    booked_on: tuple[str, str, str]
    rows: tuple[Row, ...]
    rules: tuple[Step, ...]


def trace_of(whole: WholeDeal, retraced: Retraced) -> Trace:
    """Put side by side what the dossier, the translation and the documents hold."""
    records = {one.id: one for one in retraced.dossier.records}
    heading = retraced.translation.heading
    steps = () if isinstance(retraced.translation, Awaited) else retraced.translation.trace
    made = tuple(_ordered(whole))
    lines = heading.lines if isinstance(heading, Deal) else ()
    order = records.get(heading.id)
    return Trace(
        customer=(
            f"{heading.account_name} ({heading.account})",
            heading.account_name,
            ", ".join(sorted({_reference(one, "entity") for one in _counting(whole)} - {""})),
        ),
        booked_on=(
            str(order.fields.get("EffectiveDate") or "") if order else "",
            heading.booked_on.isoformat(),
            ", ".join(sorted({one.dated.isoformat() for one in _counting(whole)})),
        ),
        rows=tuple(
            _row(line, step, records.get(step.id), made, steps)
            for line in lines
            for step in line.segments
        ),
        rules=tuple(one for one in steps if not one.subject.startswith("line ")),
    )


def _row(
    line: Line,
    step: Segment,
    record: Record | None,
    made: tuple[tuple[str, Ordered], ...],
    steps: tuple[Step, ...],
) -> Row:
    is_first = step is line.segments[0]
    return Row(
        source=step.id,
        record=_says(record) if record else None,
        product=f"{line.product} {step.label or ''}".strip(),
        quantity=f"{step.quantity:f}",
        price=f"{step.unit_price:,f}",
        amount=step.amount,
        term=f"{step.term.start} to {step.term.last}" if step.term else "at once",
        action=line.action.value.lower(),
        ordered=tuple(one for source, one in made if source == step.id),
        rules=tuple(one for one in steps if is_first and one.subject == f"line {line.id}"),
    )


def _says(record: Record) -> str:
    told = (f"{name} {record.fields[name]}" for name in _TELLING if record.fields.get(name))
    return f"{record.type}: {', '.join(told)}"


def _counting(whole: WholeDeal) -> Iterator[KnownDocument]:
    return (one for one in whole.documents if one.state is not State.SUPERSEDED)


def _ordered(whole: WholeDeal) -> Iterator[tuple[str, Ordered]]:
    for document in _counting(whole):
        for line in document.lines:
            yield line["source"], _document_line(document, line)


def _document_line(document: KnownDocument, line: Mapping[str, Any]) -> Ordered:
    days = line["service"]
    return Ordered(
        document=document.external_id,
        key=line["key"],
        item=line["item"],
        quantity=line["quantity"],
        amount=Money.parse(line["amount"], document.amount.currency),
        service=f"{days[0]} to {days[1]}" if days else "at once",
        treatment=line["treatment"],
        rule=line["rule"],
    )


def _reference(document: KnownDocument, name: str) -> str:
    body = json.loads(document.body, parse_float=Decimal).get(name)
    return str(body.get("externalId", "")) if isinstance(body, Mapping) else ""
