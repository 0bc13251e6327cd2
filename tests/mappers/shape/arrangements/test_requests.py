"""Requests to merge: what they name, what they move, and when there is none."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.mappers.judge import BY_ITSELF, Modified
from bridge.mappers.shape import standing
from bridge.mappers.shape.arrangements import elements
from bridge.mappers.shape.assembling import Assembled
from bridge.mappers.shape.standing import element_of
from bridge.model.document import Kind
from bridge.model.money import Money, total
from bridge.model.schedule import Method, by_period
from tests.examples import share
from tests.mappers.shape.amending import USD, a_step, taken
from tests.mappers.shape.arrangements.merged import (
    CATCH_UP,
    FROM_JULY,
    FROM_OCTOBER,
    PROSPECTIVE,
    a_year,
    closed_before,
    more,
    moved,
    request,
    worth,
)

ORDERS = ("bridge-deal1-so-1", "bridge-deal2-so-1", "bridge-deal3-so-1")
METHODS = [
    Method.STRAIGHT_LINE_EVEN,
    Method.STRAIGHT_LINE_PRORATED,
    Method.STRAIGHT_LINE_PERIOD_RATE,
    Method.STRAIGHT_LINE_DAYS,
]


def test_a_request_names_orders_and_returns_in_the_order_of_the_contract() -> None:
    contract = a_year()
    contract.invoices()
    given_back = taken("L0", a_step("L1", "-5", "-3000.00", FROM_JULY))
    found = request(contract.books(given_back, more("L2", product="ULT")))
    assert found.merging is not None
    assert found.merging.sources == (ORDERS[0], ORDERS[1], "bridge-deal2-ra-1")
    assert (found.merging.on, found.merging.prospective) == (date(2026, 7, 1), True)
    assert (found.dated, found.external_id) == (date(2026, 7, 1), "bridge-deal2-mr-1")


def test_each_line_of_a_request_names_the_line_whose_element_it_is_about() -> None:
    found = request(a_year(CATCH_UP).books(more()))
    assert [(line.key, *element_of(line)) for line in found.lines] == [
        (1, ORDERS[0], 1),
        (2, ORDERS[1], 1),
    ]
    assert {line.rule for line in found.lines} == {"modification#amended"}
    assert [line.source for line in found.lines] == ["L0", "L1"]


def test_what_keeps_its_amount_and_has_no_odd_cents_is_not_moved() -> None:
    assert moved(a_year().books(more())) == {"L0": [], "L1": []}


def test_fair_values_move_revenue_from_the_first_open_month_on() -> None:
    # 6,000.00 and 2,000.00 go on, worth 10 x 1,200 x 6/12 = 6,000 and 5 x 1,200 x 6/12 = 3,000:
    # 5,333.33 and 2,666.67, by six 888.89 (and .88 at last), 444.45 (and .42)
    contract = a_year(alone={"ENT": worth("1200")})
    months = [f"2026-{month:02}" for month in range(7, 13)]
    found = moved(contract.books(more(amount="2000.00")))
    assert found["L0"] == list(zip(months, ["-111.11"] * 5 + ["-111.12"], strict=True))
    # before, 2,000.00 were six times 333.33, at last .35
    assert found["L1"] == list(zip(months, ["111.12"] * 5 + ["111.07"], strict=True))


def test_with_catch_up_the_first_open_month_takes_what_the_closed_ones_had_too_much() -> None:
    # 14,000.00 by 12,000 and 3,000: 11,200.00, 933.33 a month (.37 at last) where 1,000.00 were;
    # six closed months had 400.02 too much. 2,800.00 by six: 466.67, .65 at last.
    contract = a_year(CATCH_UP, alone={"ENT": worth("1200")})
    months = [f"2026-{month:02}" for month in range(7, 13)]
    found = moved(contract.books(more(amount="2000.00")))
    assert found["L0"] == list(zip(months, ["-466.69", *["-66.67"] * 4, "-66.63"], strict=True))
    assert found["L1"] == list(zip(months, ["133.34"] * 5 + ["133.30"], strict=True))


def test_one_order_that_is_changed_is_one_arrangement_and_not_merged() -> None:
    made = a_year().books(taken("L0", a_step("L1", "-5", "-3000.00", FROM_JULY)))
    assert [one.kind for one in made.documents] == [Kind.ORDER_CHANGE]


def test_a_change_that_is_a_contract_of_its_own_merges_nothing() -> None:
    assert len(a_year(BY_ITSELF).books(more()).documents) == 1


def test_a_later_deal_merges_again_what_was_merged_with_what_it_adds() -> None:
    contract = a_year()
    contract.books(more())
    contract.periods = closed_before(10)
    found = request(
        contract.books(replace(more("L2"), segments=(a_step("L2", "1", "300.00", FROM_OCTOBER),)))
    )
    assert found.merging is not None
    assert found.merging.sources == ORDERS
    goes = {line.source: line.fields["goes"] for line in found.lines}
    assert goes == {"L0": "RESIDUAL", "L1": "RESIDUAL", "L2": "WHOLE"}


def test_what_was_recognised_whole_when_it_was_merged_is_met_by_no_later_merge() -> None:
    contract = a_year()
    contract.books(
        taken("L0", a_step("L1", "-5", "-3000.00", FROM_JULY)), more("L2", product="ULT")
    )
    goes = {element_of(line): line.fields["goes"] for line in contract.earlier[-1].lines}
    assert goes == {
        (ORDERS[0], 1): "NOTHING",
        (ORDERS[0], 2): "WHOLE",
        (ORDERS[1], 1): "WHOLE",
    }
    found = request(contract.books(more("L3", product="ULT")))
    assert [element_of(line) for line in found.lines] == [
        (ORDERS[0], 2),
        (ORDERS[1], 1),
        (ORDERS[2], 1),
    ]


def test_what_stands_after_a_merge_is_planned_as_the_merge_says() -> None:
    contract = a_year(alone={"ENT": worth("1200")})
    contract.books(more(amount="2000.00"))
    first, second = contract.stands.lines
    assert total((part.amount for part in first.planned), USD).text() == "11333.33"
    assert total((part.amount for part in second.planned), USD).text() == "2666.67"
    assert (first.amount.text(), first.is_merged, second.is_merged) == ("12000.00", True, True)


def test_an_order_that_was_merged_gives_way_only_by_a_return() -> None:
    contract = a_year()
    contract.books(more())
    (flag,) = contract.flags(taken("L1", a_step("L2", "-2", "-1200.00", FROM_JULY)))
    assert flag.code == "MERGED_ORDER_CHANGED"
    contract.invoices(order=2)
    made = contract.books(taken("L1", a_step("L2", "-2", "-1200.00", FROM_JULY)))
    assert [one.kind for one in made.documents] == [Kind.RETURN_AUTHORIZATION, Kind.MERGE_REQUEST]


@settings(max_examples=share(60))
@given(
    modified=st.sampled_from([PROSPECTIVE, CATCH_UP]),
    method=st.sampled_from(METHODS),
    values=st.tuples(*[st.integers(1, 5000)] * 2),
    amounts=st.lists(st.integers(0, 10**6), min_size=1, max_size=3),
    invoiced=st.booleans(),
)
def test_a_merge_moves_nothing_in_total_and_nothing_that_is_recognised(
    modified: Modified,
    method: Method,
    values: tuple[int, int],
    amounts: list[int],
    *,
    invoiced: bool,
) -> None:
    alone = {name: worth(str(value)) for name, value in zip(("ENT", "ULT"), values, strict=True)}
    contract = a_year(modified, alone, method)
    if invoiced:
        contract.invoices()
    closed = {period.name for period in contract.periods if period.closed}
    for number, minor in enumerate(amounts, start=1):
        line = more(f"L{number}", amount=Money(minor, USD).text(), product="ULT")
        given = taken("L0", a_step(f"T{number}", "-1", "-600.00", FROM_JULY))
        made = contract.found(line, given) if invoiced else contract.found(line)
        assert isinstance(made, Assembled), made
        contract.books(*([line, given] if invoiced else [line]))
        found = request(made)
        assert found.amount == total((line.revenue for line in found.lines), USD) == Money(0, USD)
        own = [one for one in made.schedules if one.external_id == found.external_id]
        for one, line_ in zip(own, found.lines, strict=True):
            assert one.total == line_.allocated
            assert total((part.amount for part in one.planned), USD) == one.total
            assert not closed & {part.period for part in one.planned}
    together = by_period(part for one in elements.of(contract.earlier, ()) for part in one.planned)
    sold_ = total((line.amount for one in contract.earlier for line in one.lines), USD)
    assert total((part.amount for part in together), USD) == sold_
    assert all(one.is_merged for one in standing.of(contract.earlier).lines)
