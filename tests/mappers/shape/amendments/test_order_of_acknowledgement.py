"""Whatever order a contract has, what stands is what was acknowledged, one after the other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bridge.mappers.shape import standing
from bridge.mappers.shape.assembling import Assembled
from bridge.mappers.shape.order_line import OrderLine
from bridge.model.calendar import Term
from bridge.model.document import Kind
from bridge.model.dossier import EarlierDocument
from bridge.model.money import Money
from tests.mappers.shape.amending import USD, Contract, a_step, sold, taken

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
#: Seats that go, from which day of the year on; the order is invoiced before some go.
TAKINGS = st.lists(
    st.tuples(
        st.integers(min_value=1, max_value=9),
        st.sampled_from([0, 31, 120, 200, 243]),
        st.booleans(),
    ),
    min_size=2,
    max_size=5,
)
#: What NetSuite holds of a line: amount, quantity, days.
Held = tuple[Money, Decimal, Term | None]


def judged_one_after_the_other(takings: Sequence[tuple[int, int, bool]]) -> Contract:
    """Each deal is judged by what those before it left in NetSuite."""
    contract = Contract()
    contract.books(sold(a_step("L0", "40", priced(40, 0))))
    for number, (seats, day, invoiced) in enumerate(takings, start=1):
        if invoiced:
            contract.invoices()
        days = ((FIRST + timedelta(days=day)).isoformat(), LAST.isoformat())
        line = taken("L0", a_step(f"L{number}", str(-seats), priced(-seats, day), days))
        if isinstance(contract.found(line), Assembled):
            contract.books(line)
    return contract


def priced(seats: int, day: int) -> str:
    """A seat costs three cents a day."""
    return Money(seats * 3 * (365 - day), USD).text()


def in_netsuite(documents: Sequence[EarlierDocument]) -> dict[tuple[str, int], Held]:
    """Write documents into lines, each over what is there; returns leave them as they are."""
    written = [
        (one.target or one.external_id, line.key, line.becomes or line)
        for one in documents
        if one.kind is not Kind.RETURN_AUTHORIZATION
        for line in one.lines
    ]
    return {
        (order, key): (after.amount, after.quantity, after.service) for order, key, after in written
    }


def numbered(documents: Sequence[EarlierDocument]) -> list[EarlierDocument]:
    """Say of changes and returns in which order they were acknowledged."""
    changes = [one.external_id for one in documents if one.kind is not Kind.SALES_ORDER]
    return [
        replace(one, acknowledged=1 + changes.index(one.external_id))
        if one.external_id in changes
        else one
        for one in documents
    ]


def plain(lines: Sequence[OrderLine]) -> dict[tuple[str, int], OrderLine]:
    return {(one.order, one.key): one for one in lines}


@settings(max_examples=40)
@given(takings=TAKINGS, places=st.permutations(range(6)))
@example([(5, 243, False), (5, 31, False)], [0, 2, 1, 3, 4, 5])
def test_what_stands_is_what_was_acknowledged_one_after_the_other(
    takings: list[tuple[int, int, bool]], places: list[int]
) -> None:
    acknowledged = judged_one_after_the_other(takings).earlier
    by_contract = sorted(
        enumerate(numbered(acknowledged)), key=lambda one: places[one[0] % len(places)]
    )
    stands = standing.of(one for _, one in by_contract)
    assert plain(stands.lines) == plain(standing.of(acknowledged).lines)
    assert in_netsuite(acknowledged) == {
        key: (one.amount, one.quantity, one.service) for key, one in plain(stands.lines).items()
    }


def test_what_is_not_acknowledged_yet_follows_what_is() -> None:
    documents = numbered(judged_one_after_the_other([(5, 243, False), (5, 31, False)]).earlier)
    waiting = [
        replace(one, acknowledged=None) if one is documents[-1] else one for one in documents
    ]
    assert standing.of(reversed(waiting)) == standing.of(documents)
