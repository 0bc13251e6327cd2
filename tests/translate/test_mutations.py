"""
No change of a valid set of records is translated silently wrong.

What comes of a mutated set is the same as before, a flag, a wait, or differs only in what the one
record says that alone states it: then it differs just as that record does. What several records
state is never believed from one of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.mappers import dossiers, roots
from bridge.model.deal import FactValue
from bridge.model.document import Document, DocumentLine, Kind
from bridge.model.ids import DealId
from bridge.model.record import Record, Scalar
from bridge.translate import Awaited, Flagged, Translated, Translation, translate
from tests.examples import share
from tests.mappers import rules
from tests.mappers.scenarios import NAMES
from tests.translate.mutations import Mutation, frame, of_scenario, records

Fates = dict[DealId, Translation]


def fates(name: str, known: Sequence[Record]) -> Fates:
    """What becomes of every booking of a set of records."""
    book = rules.shipped()
    bookings = [one for one in dossiers.beginnings(known) if dossiers.is_booking(one)]
    read = [dossiers.of_order(one, known, (), frame(name)) for one in bookings]
    counted = [one for one in read if dossiers.counts(one, book.source(one.model))]
    results = [translate(one, book) for one in counted]
    return {one.heading.id: one for one in results}


@cache
def before(name: str) -> Fates:
    return fates(name, records(name))


#: The scenarios of which something is translated.
WORKED = [
    name for name in NAMES if any(isinstance(one, Translated) for one in before(name).values())
]


def rightly(name: str, result: Translated, known: Sequence[Record]) -> Translated:
    """
    The translation that a deal was given, with what records state now that alone state it.

    That is the day of the order, the name of a product or of what is metered, and the number of a
    purchase order.
    """
    by_id = {one.id: one for one in known}
    order = by_id[result.heading.id]
    names = {
        str(one.fields["Name"]): by_id[one.id].fields.get("Name")
        for one in records(name)
        if one.type in ("Product2", "UsageResource") and one.id in by_id
    }
    booked = result.heading.booked_on
    told = [_retold(one, order, names, booked) for one in result.documents]
    return replace(result, documents=tuple(told))


def _retold(
    document: Document, order: Record, names: Mapping[str, Scalar], booked: date
) -> Document:
    """A document with what its records state now; what comes of use is dated by the use."""
    lines = [
        replace(line, fields={**line.fields, "description": names.get(_description(line))})
        for line in document.lines
    ]
    number = {"otherRefNum": order.fields.get("PoNumber")}
    told = date.fromisoformat(str(order.fields[roots.root_of(order.id).day]))
    return replace(
        document,
        dated=told if document.dated == booked else document.dated,
        lines=tuple(lines),
        fields={**document.fields, **number}
        if document.kind is Kind.SALES_ORDER
        else document.fields,
    )


def _description(line: DocumentLine) -> str:
    """The description of a line; a blank one is none."""
    return str(line.fields.get("description") or "")


def essence(result: Translated) -> tuple[tuple[Document, ...], object]:
    """What counts of a translation: its documents and schedules."""
    documents = [
        replace(
            one,
            fields=_without_name(one),
            lines=tuple(
                replace(line, fields={**line.fields, "description": _description(line)})
                for line in one.lines
            ),
        )
        for one in result.documents
    ]
    return tuple(documents), result.schedules


def _without_name(document: Document) -> Mapping[str, FactValue]:
    """The header without the memo where that is the name of an opportunity, which it alone has."""
    is_order = roots.root_of(document.deal) is roots.ORDER
    return {name: one for name, one in document.fields.items() if is_order or name != "memo"}


def is_gone_rightly(name: str, deal: DealId, known: Sequence[Record]) -> bool:
    """Whether a deal is no booking any more because its own records say so."""
    found = [one for one in known if one.id == deal]
    if not found or not dossiers.is_booking(found[0]):
        return True
    if roots.root_of(deal) is roots.ORDER:
        return False
    # an opportunity of another kind is left to its orders, and so is one that now has an order
    dossier = dossiers.of_order(found[0], known, (), frame(name))
    return not dossiers.counts(dossier, rules.shipped().source(dossier.model))


def wrong(name: str, changes: Sequence[Mutation]) -> list[str]:
    """What a set of mutations makes silently wrong, in words."""
    known: Sequence[Record] = records(name)
    for change in changes:
        known = change.applied(known)
    after = fates(name, known)
    return [
        f"{name} {deal}: {changes} gave {type(after.get(deal)).__name__}"
        for deal in before(name)
        if not _is_right(name, deal, after.get(deal), known)
    ]


def _is_right(name: str, deal: DealId, now: Translation | None, known: Sequence[Record]) -> bool:
    then = before(name)[deal]
    match then, now:
        case _, None:
            return is_gone_rightly(name, deal, known)
        case _, Flagged() | Awaited():
            return True
        case Translated(), Translated():
            return essence(now) in (essence(then), essence(rightly(name, then, known)))
        case _:
            return False


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, list[Mutation]]:
    """A scenario and up to three changes of its records."""
    name = draw(st.sampled_from(WORKED))
    one = st.sampled_from(of_scenario(name))
    return name, draw(st.lists(one, min_size=1, max_size=3))


@settings(max_examples=share(200))
@given(mutations())
def test_what_was_changed_is_flagged_or_changes_nothing(case: tuple[str, list[Mutation]]) -> None:
    assert wrong(*case) == []


@pytest.mark.on_demand
@pytest.mark.parametrize("name", WORKED)
def test_no_single_change_of_any_field_is_silently_wrong(name: str) -> None:
    found = [one for change in of_scenario(name) for one in wrong(name, [change])]
    assert found == []
