"""Tells of a subject, chapter by chapter: from the source records to what NetSuite answered."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.deals import KnownDeal, KnownDocument
from bridge.flow.explaining import plans, versions
from bridge.flow.explaining.explanation import Chapters, Explanation, Fact, listed
from bridge.flow.explaining.figures import classes, naming, planned, reported, signed
from bridge.flow.explaining.naming import REF_MAX, Subject, find
from bridge.flow.explaining.retracing import Retraced, Retracing
from bridge.flow.explaining.rolls import figures as rolled
from bridge.flow.explaining.rolls import naming as rolls
from bridge.flow.explaining.sentence import amount_of, phrases, verdict
from bridge.ledger.entries import Entry, EntryKind
from bridge.mappers.judge import Step
from bridge.model.deal import Deal, Line
from bridge.model.money import Money
from bridge.model.record import Record
from bridge.translate import Awaited

#: Values of fields that nobody filled; False and 0 are one.
_UNFILLED = (None, "", 0)
#: Fields that say nothing of what was sold.
_OF_EVERY_RECORD = frozenset(
    {"CreatedById", "CreatedDate", "Id", "LastModifiedById", "LastModifiedDate", "SystemModstamp"}
)
#: Entries of one deal that a chapter tells; the ledger page has the others.
_ENTRIES_MAX = 50
#: What stands before the colon of a reference that is of no one deal, and what explains it.
KINDS: Mapping[str, Callable[[Transaction, Retracing, str], Explanation]] = {
    naming.KIND: classes.explain,
    planned.KIND: planned.explain,
    signed.KIND: signed.explain,
    reported.KIND: reported.explain,
    rolls.KIND: rolled.explain,
}


def explain(view: Transaction, retracing: Retracing, ref: str) -> Explanation:
    """Explain what a reference stands for; NotFound where it stands for nothing."""
    kind, _, rest = ref.strip().partition(":")
    if kind in KINDS and len(ref) <= REF_MAX:
        return KINDS[kind](view, retracing, rest)
    return _of_deal(view, retracing, find(view, ref))


def _of_deal(view: Transaction, retracing: Retracing, subject: Subject) -> Explanation:
    retraced = retracing.of(view, subject.deal)
    told = Chapters()
    sources = _sources(subject)
    if retraced is not None:
        told.add("source", *_records(retraced, sources))
        for step in _steps(retraced, sources):
            told.add(f"rule {step.rule}", Fact("about", step.subject), *_rows(step))
    told.add("rulebook", *versions.facts(view, subject.deal.deal.rulebook))
    if retraced is not None and isinstance(retraced.translation.heading, Deal):
        for sold in _lines(retraced.translation.heading, sources):
            told.add(f"line {sold.id} as it was sold", *_as_sold(sold))
    for line in _document_lines(subject):
        told.add(f"line {line['key']} as it is ordered", *_as_ordered(line, subject.deal.deal))
    if subject.document is not None and subject.line is not None:
        told.add("schedule", *plans.facts(subject.document, subject.line, subject.period))
    told.add("recomputed", *_compared(retraced, subject))
    for document in _documents(subject):
        told.add(f"document {document.external_id}", *_posted(document, subject.deal.entries))
    told.add("ledger", *_entries(subject))
    compared = retraced.of_reasons if retraced and subject.document is None else retraced
    return Explanation(
        ref=subject.ref,
        phrases=tuple(phrases(subject, retraced)),
        chapters=told.done(),
        recomputed=compared.comes_out if compared else None,
        verdict=verdict(compared),
        amount=amount_of(subject),
    )


def _sources(subject: Subject) -> frozenset[str] | None:
    """Return the sources of the lines that are meant; None for all of the deal."""
    if subject.document is None:
        return None
    return frozenset(str(line["source"]) for line in _document_lines(subject))


def _document_lines(subject: Subject) -> Iterator[Mapping[str, Any]]:
    if subject.document is not None:
        for line in subject.document.lines:
            if subject.line in (None, line["key"]):
                yield line


def _documents(subject: Subject) -> tuple[KnownDocument, ...]:
    return (subject.document,) if subject.document else subject.deal.documents


def _records(retraced: Retraced, sources: frozenset[str] | None) -> Iterator[Fact]:
    dossier = retraced.dossier
    yield Fact("records of", f"{dossier.model}, kept as dossier {retraced.held.deal.dossier}")
    meant = [one for one in dossier.records if sources is None or one.id in sources]
    yield from (Fact(f"{one.type} {one.id}", _fields(one)) for one in meant)


def _fields(record: Record) -> str:
    """Say what a record holds, without what nobody filled and what every record has."""
    held = {
        name: value
        for name, value in sorted(record.fields.items())
        if value not in _UNFILLED and name not in _OF_EVERY_RECORD
    }
    return ", ".join(f"{name} {value}" for name, value in held.items()) or "nothing"


def _steps(retraced: Retraced, sources: frozenset[str] | None) -> Iterator[Step]:
    """Return what rules decided about the lines that are meant, and about their deal."""
    if isinstance(retraced.translation, Awaited):
        return
    whole = retraced.translation.heading
    lines = _lines(whole, sources) if isinstance(whole, Deal) else ()
    meant = {f"line {line.id}" for line in lines}
    for step in retraced.translation.trace:
        if sources is None or step.subject in meant or not step.subject.startswith("line "):
            yield step


def _rows(step: Step) -> Iterator[Fact]:
    for says in step.says:
        head, colon, rest = says.partition(": ")
        yield Fact(head, rest) if colon else Fact("decided", says)


def _lines(deal: Deal, sources: frozenset[str] | None) -> tuple[Line, ...]:
    if sources is None:
        return deal.lines
    return tuple(line for line in deal.lines if any(step.id in sources for step in line.segments))


def _as_sold(line: Line) -> Iterator[Fact]:
    yield from listed(
        {
            "product": f"{line.product} ({line.product_name})",
            "action": line.action.value,
            "charge": line.charge.value,
            "amends": line.revises,
        }
    )
    for step in line.segments:
        term = f", {step.term.start} to {step.term.last}" if step.term else ""
        yield Fact(
            f"step {step.label or step.id}",
            f"{step.quantity:f} x {step.unit_price:f} = {step.amount}{term}",
        )


def _as_ordered(line: Mapping[str, Any], deal: KnownDeal) -> Iterator[Fact]:
    def money(name: str) -> Money | None:
        return Money.parse(line[name], deal.booked.currency) if line[name] is not None else None

    days = line["service"]
    yield from listed(
        {
            "item": line["item"],
            "quantity": line["quantity"],
            "amount": money("amount"),
            "recognised of it": money("allocated"),
            "treatment": line["treatment"],
            "rule": line["rule"],
            "service": f"{days[0]} to {days[1]}" if days else "at once",
            "method": line["method"],
            "source": line["source"],
        }
    )


def _compared(retraced: Retraced | None, subject: Subject) -> Iterator[Fact]:
    """Tell of each document that counts what its body comes to now, and came to then."""
    made = retraced.recomputed if retraced else {}
    for document in _documents(subject):
        name = document.external_id
        if name in made:
            again = made[name]
            now = f"SHA-256 {again}" if again else "not among what it becomes"
            then = "as recorded" if again == document.digest else f"recorded is {document.digest}"
            yield Fact(name, f"{now}, {then}")


def _posted(document: KnownDocument, entries: Iterable[Entry]) -> Iterator[Fact]:
    yield Fact("amount", str(document.amount), document.external_id)
    yield from listed(
        {
            "state": document.state.value,
            "digest": document.digest,
            "NetSuite's id": document.internal_id,
            "settled": document.settled_how,
            "refused": document.error_says,
            "attempts": document.attempt,
        }
    )
    for entry in entries:
        told = entry.refs.get("document") == document.external_id
        if told and entry.kind == EntryKind.ACKNOWLEDGED:
            yield Fact("acknowledged", f"{entry.at:%Y-%m-%d %H:%M:%S} UTC", f"entry:{entry.seq}")


def _entries(subject: Subject) -> Iterator[Fact]:
    named = subject.document.external_id if subject.document else None
    those = [
        one
        for one in subject.deal.entries
        if (subject.entry is None or one.seq == subject.entry.seq)
        and (named is None or one.refs.get("document") == named)
    ]
    for one in those[:_ENTRIES_MAX]:
        legs = ", ".join(f"{leg.account} {leg.money}" for leg in one.postings)
        yield Fact(
            f"{one.at:%Y-%m-%d %H:%M:%S} {one.kind}",
            f"{one.actor}{': ' if legs else ''}{legs}",
            f"entry:{one.seq}",
        )
    if len(those) > _ENTRIES_MAX:
        yield Fact("and", f"{len(those) - _ENTRIES_MAX} entries more")
