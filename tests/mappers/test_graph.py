"""A graph reaches the records of its deal and no others."""

from collections.abc import Callable

import pytest

from bridge.mappers import dossiers, graph
from bridge.mappers.graph import Step
from bridge.model.record import Record
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order
from tests.mappers.scenarios import key, seed

Builder = Callable[..., Built]
both = pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])


def a_record(record_type: str, name: str, **fields: str) -> Record:
    return Record(record_type, name, {"Id": name, **fields})


def test_steps_follow_references_in_both_directions_and_no_further() -> None:
    records = (
        a_record("Order", "o", Quote="q"),
        a_record("Order", "other", Quote="r"),
        a_record("Line", "l1", Order="o"),
        a_record("Line", "l2", Order="other"),
        a_record("Quote", "q"),
        a_record("Quote", "r"),
        a_record("Stranger", "q", Order="o"),
    )
    steps = (Step("Line", "Order", (("Order", "Id"),)), Step("Quote", "Id", (("Order", "Quote"),)))
    assert {one.id for one in graph.select(records, steps, ("o",))} == {"o", "l1", "q"}
    assert {one.type for one in graph.select(records, steps, ("o",))} == {"Order", "Line", "Quote"}


def test_a_blank_reference_reaches_nothing() -> None:
    records = (a_record("Order", "o", Quote=""), a_record("Quote", ""))
    steps = (Step("Quote", "Id", (("Order", "Quote"),)),)
    assert [one.id for one in graph.select(records, steps, ("o",))] == ["o"]


def test_many_orders_are_selected_from_one_index_as_from_the_records() -> None:
    known = seed("c-downsell-then-cancel.revenue-cloud")
    index = graph.Index(known.records)
    for order in dossiers.orders(known.records):
        alone = dossiers.of_order(order, known.records, (), known.frame)
        indexed = dossiers.of_order(order, index, (), known.frame)
        assert alone == indexed
        assert alone.address() == indexed.address()


def test_a_step_looks_for_each_value_once() -> None:
    step = Step("Product", "Id", (("Line", "Product"),))
    lines = [a_record("Line", str(place), Product="p") for place in range(3)]
    assert graph.wanted(step, lines) == ("p",)


@both
def test_two_deals_in_one_set_of_records_do_not_leak_into_each_other(build: Builder) -> None:
    mine, theirs = build(order="O-1"), build(Sold(product="ULT"), order="O-2")
    together = tuple({one.id: one for one in (*mine.records, *theirs.records)}.values())
    for deal in (mine, theirs):
        root = next(one for one in deal.dossier.records if one.type == "Order")
        dossier = dossiers.of_order(root, together, (), deal.frame)
        assert {one.id for one in dossier.records} == {one.id for one in deal.dossier.records}
        assert dossier.address() == deal.dossier.address()


@both
def test_every_record_of_a_built_deal_is_reached(build: Builder) -> None:
    deal = build(Sold(ramp="R"), Sold(ramp="R", first="2027-01-01", last="2027-12-31"), Sold())
    assert {one.id for one in deal.dossier.records} == {one.id for one in deal.records}


def test_the_dossier_of_an_amendment_holds_what_it_amends() -> None:
    known = seed("b-upsell-mid-term.revenue-cloud")
    (root,) = (one for one in known.records if one.id == key("Order", "RO-B1"))
    dossier = dossiers.of_order(root, known.records, (), known.frame)
    held = {one.id for one in dossier.records}
    first = {("AssetAction", "AA-RB0"), ("OrderItem", "OI-RB0"), ("Order", "RO-B0")}
    assert {key(*one) for one in first} <= held


def test_the_reader_of_an_order_is_told_by_its_quote() -> None:
    for build, model in ((a_cpq_order, "cpq"), (a_revenue_cloud_order, "revenue_cloud")):
        assert build().dossier.model == model


@both
@pytest.mark.parametrize(
    ("field", "value"), [("Status", "Draft"), ("Status", None), ("IsDeleted", True)]
)
def test_drafts_and_deleted_orders_are_no_bookings(
    build: Builder, field: str, value: str | None
) -> None:
    (root,) = (one for one in build().records if one.type == "Order")
    assert dossiers.is_booking(root)
    (other,) = (
        one
        for one in build().with_fields("Order", "O-1", **{field: value}).records
        if one.type == "Order"
    )
    assert not dossiers.is_booking(other)


def test_orders_come_in_the_order_of_their_days() -> None:
    known = seed("c-downsell-then-cancel.cpq")
    expected = [key("Order", name) for name in ("O-B0", "O-B1", "O-C1", "O-C2")]
    assert [one.id for one in dossiers.orders(known.records)] == expected
    assert [one.id for one in dossiers.orders(known.records[::-1])] == expected


def test_a_contract_is_known_before_anything_is_judged() -> None:
    known = seed("b-upsell-mid-term.cpq")
    for order in dossiers.orders(known.records):
        dossier = dossiers.of_order(order, known.records, (), known.frame)
        assert dossiers.contract_of(dossier) == key("Order", "O-B0")


def test_every_reader_has_a_graph_its_polled_records_and_a_source() -> None:
    assert set(dossiers.GRAPHS) == set(dossiers.POLLED) == set(dossiers.READERS)
    assert set(rules.shipped().sources) == set(dossiers.READERS)


@pytest.mark.parametrize("model", sorted(dossiers.GRAPHS))
def test_every_object_of_a_graph_is_in_the_source_of_its_model(model: str) -> None:
    objects = set(rules.shipped().source(model).objects)
    assert {step.object for step in dossiers.GRAPHS[model]} | {
        dossiers.root_of(model).object
    } == objects
