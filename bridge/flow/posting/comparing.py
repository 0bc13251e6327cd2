"""Whether NetSuite holds what was sent, and whether an order still stands as the books believe."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from bridge.adapters.store.documents import ORDER_EDITED, Standing
from bridge.flow.posting.far_end import FoundLine, FoundRecord
from bridge.mappers.shape.order_line import OrderLine
from bridge.model.calendar import Term
from bridge.model.document import DocumentLine, Kind
from bridge.model.flags import Flag

#: The order lines that a document touches, by key; None for one that it adds.
Before = Mapping[int, OrderLine | None]


def holds(document: Standing, found: FoundRecord, sent: Mapping[int, Decimal]) -> bool:
    """Compare digest and line amounts: the digest alone survives an edit by hand."""
    if found.digest != document.digest:
        return False
    held = {line.key: line.amount for line in found.lines or ()}
    match document.kind:
        case Kind.ORDER_CHANGE:  # it names the lines that it changes, and no others
            return {key: amount for key, amount in held.items() if key in sent} == sent
        case Kind.RETURN_AUTHORIZATION:  # NetSuite gives its lines keys of their own
            return sorted(amount or Decimal(0) for amount in held.values()) == sorted(sent.values())
        case _:
            return held == sent


def is_done(lines: Sequence[DocumentLine], found: FoundRecord) -> bool:
    """Say whether every line that a change of an order names is what it becomes already."""
    held = {line.key: line for line in found.lines or ()}
    last = {line.key: line for line in lines}
    first = {line.key: line for line in reversed(lines)}
    return all(
        (key not in held) if _is_passing(first[key], line) else _became(line, held.get(key))
        for key, line in last.items()
    )


def _is_passing(first: DocumentLine, last: DocumentLine) -> bool:
    """A line that one change adds and closes is none that the order ever has."""
    return first.is_added and last.becomes is not None and last.becomes.closed


def _became(line: DocumentLine, held: FoundLine | None) -> bool:
    after = line.becomes
    return (
        after is not None
        and held is not None
        and (held.amount, held.quantity, held.closed)
        == (after.amount.decimal(), after.quantity, after.closed)
        and _days(held) == after.service
    )


def edited(document: Standing, before: Before, found: FoundRecord | None) -> Flag | None:
    """
    Say what is not as a document takes its order to be: nothing made by hand is overwritten.

    A line that it touches must have the amount, quantity and days that the books have, and be
    open; a line that it adds must not be there.
    """
    name, order = document.claim.external_id, document.target or document.record
    if found is None:
        differences: tuple[str, ...] = (f"{order} is not there",)
    else:
        differences = tuple(_differences(before, found))
    if not differences:
        return None
    verb = "gives back from" if document.kind is Kind.RETURN_AUTHORIZATION else "changes"
    says = (
        f"{name} {verb} {order}, which does not stand in NetSuite as it was left: "
        f"{'; '.join(differences)}; nothing was overwritten: put that back, and the next pass "
        "sends it, or give the order all that it is to become, and the next pass notes it as done"
    )
    return Flag(ORDER_EDITED, says, differences, document.amount)


def _differences(before: Before, found: FoundRecord) -> Iterator[str]:
    held = {line.key: line for line in found.lines or ()}
    for key, books in before.items():
        line = held.get(key)
        if books is None and line is not None:
            yield f"line {key} is there already, with {line.amount}"
        elif books is not None and line is None:
            yield f"line {key} of {books.amount} is not there"
        elif books is not None and line is not None:
            yield from _of_line(books, line)


def _of_line(books: OrderLine, line: FoundLine) -> Iterator[str]:
    if line.closed:
        yield f"line {line.key} is closed"
    if line.amount != books.amount.decimal():
        yield f"line {line.key} has {line.amount}, the books have {books.amount}"
    if line.quantity != books.quantity:
        yield f"line {line.key} has quantity {line.quantity}, the books have {books.quantity}"
    if _days(line) != books.service:
        yield (
            f"line {line.key} serves {_text(line)}, the books have "
            f"{f'{books.service.start} to {books.service.last}' if books.service else 'no days'}"
        )


def _days(line: FoundLine) -> Term | None:
    if line.first is None or line.last is None or line.last < line.first:
        return None
    return Term.inclusive(line.first, line.last)


def _text(line: FoundLine) -> str:
    return f"{line.first or '(no day)'} to {line.last or '(no day)'}"
