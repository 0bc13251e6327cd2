"""Which orders are bookings, what must be seen to tell them from others, and how they are read."""

import gc
from collections.abc import Iterator

import pytest

from bridge.mappers import dossiers
from bridge.mappers.read.row import Row
from bridge.model.dossier import Dossier
from bridge.model.record import FieldDescription, ObjectDescription, Record, Scalar
from tests.mappers.rules import shipped
from tests.mappers.scenarios import NAMES, seed


def an_order(**fields: Scalar) -> Record:
    return Record("Order", "801000000000001AAA", fields)


def shown(*names: str) -> dict[str, ObjectDescription]:
    fields = {name: FieldDescription(name=name, type="string", custom=False) for name in names}
    return {"Order": ObjectDescription("Order", fields)}


@pytest.mark.parametrize(
    ("status", "code", "booked"),
    [
        ("Activated", None, True),
        ("Activated", "Activated", True),
        ("Signed and live", "Activated", True),
        ("Signed and live", None, False),
        ("Draft", "Draft", False),
        ("Activated", "Superseded", False),
    ],
)
def test_an_order_is_a_booking_by_its_status_or_by_what_its_status_means(
    status: str,
    code: str | None,
    booked: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert dossiers.is_booking(an_order(Status=status, StatusCode=code)) is booked


@pytest.mark.parametrize("hidden", ["Status", "StatusCode"])
def test_an_org_that_hides_what_tells_a_booking_is_named_with_the_field(hidden: str) -> None:
    seen = [name for name in ("Status", "StatusCode") if name != hidden]
    assert dossiers.unseen(shown(*seen)) == (f"Order.{hidden}",)


def test_an_org_that_shows_status_and_code_hides_nothing_that_is_needed() -> None:
    assert dossiers.unseen(shown("Status", "StatusCode")) == ()


def test_an_org_without_orders_is_named() -> None:
    assert dossiers.unseen({}) == ("Order",)


def test_the_rows_of_deals_are_gone_once_they_are_read_without_a_look_for_garbage() -> None:
    looks = gc.isenabled()
    gc.disable()
    try:
        before = _rows()
        read = [
            dossiers.READERS[one.model](one, shipped().source(one.model))
            for name in NAMES
            for one in _dossiers(name)
        ]
        assert len(read) > len(NAMES)
        assert _rows() == before
    finally:
        if looks:
            gc.enable()


def _dossiers(name: str) -> Iterator[Dossier]:
    known = seed(name)
    for root in filter(dossiers.is_booking, dossiers.beginnings(known.records)):
        yield dossiers.of_order(root, known.records, (), known.frame)


def _rows() -> int:
    return sum(isinstance(one, Row) for one in gc.get_objects())
