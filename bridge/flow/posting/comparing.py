"""Whether NetSuite holds what was sent, and whether an order still stands as the books believe."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from bridge.adapters.store.documents import Standing
from bridge.flow.posting.far_end import FoundRecord
from bridge.model.document import DocumentLine, Kind
from bridge.model.flags import Flag
from bridge.model.money import Money

#: The code of a change of an order that somebody changed, too.
ORDER_EDITED = "ORDER_EDITED"


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


def edited(
    document: Standing, lines: Sequence[DocumentLine], found: FoundRecord | None
) -> Flag | None:
    """
    Say what is not as an order change takes it to be: nothing made by hand is overwritten.

    A line that changes must have the amount from which the change was computed, and be open; a
    line that is added must not be there.
    """
    name, order = document.claim.external_id, document.record
    if found is None:
        differences: tuple[str, ...] = (f"{order} is not there",)
    else:
        differences = tuple(_differences(_before(lines), found))
    if not differences:
        return None
    says = (
        f"{name} changes {order}, which does not stand in NetSuite as it was left: "
        f"{'; '.join(differences)}; nothing was overwritten: put the order back or settle the "
        "change by hand; once that is mended, `bridge exceptions retry NUMBER` has it sent again"
    )
    return Flag(ORDER_EDITED, says, differences, document.amount)


def _before(lines: Sequence[DocumentLine]) -> dict[int, Money | None]:
    """Return what each line amounts to before the change; None for one that is added by it."""
    before: dict[int, Money | None] = {}
    for line in lines:
        if line.becomes is None:
            raise ValueError(f"order line {line.key} does not say what it becomes")
        before.setdefault(line.key, None if line.is_added else line.becomes.amount - line.amount)
    return before


def _differences(before: Mapping[int, Money | None], found: FoundRecord) -> Iterator[str]:
    held = {line.key: line for line in found.lines or ()}
    for key, amount in before.items():
        line = held.get(key)
        if amount is None and line is not None:
            yield f"line {key} is there already, with {line.amount}"
        elif amount is not None and line is None:
            yield f"line {key} of {amount} is not there"
        elif amount is not None and line is not None and line.amount != amount.decimal():
            yield f"line {key} has {line.amount}, the books have {amount}"
        elif line is not None and line.closed:
            yield f"line {key} is closed"
