"""The worked scenarios; expected figures are those of the published examples, by hand."""

from datetime import date
from decimal import Decimal

import pytest

from bridge.model.document import Kind
from bridge.model.schedule import Schedule
from bridge.translate import Flagged, Translated
from tests.mappers import rules
from tests.mappers.scenarios import NAMES, all_of, key, one_of, planned, seed, translated

RAMPS = ("a-ramp-three-years.cpq", "a-ramp-three-years.revenue-cloud")
ITEMS = {
    "a-ramp-three-years.cpq": ("OI-A1", "OI-A2", "OI-A3"),
    "a-ramp-three-years.revenue-cloud": ("OI-RA1", "OI-RA2", "OI-RA3"),
}
STEPS = (
    ("108000.00", 2026, "9000.00"),
    ("189000.00", 2027, "15750.00"),
    ("264600.00", 2028, "22050.00"),
)
LEVEL = ("ramps.yaml", "as_segments]", "straight_line_total]")


def texts(schedule: Schedule) -> dict[str, str]:
    return {part.period: part.amount.text() for part in schedule.planned}


def months_of(year: int) -> list[str]:
    return [f"{year}-{month:02}" for month in range(1, 13)]


@pytest.mark.parametrize("name", RAMPS)
def test_a_ramp_is_one_order_with_a_line_for_each_step_over_its_own_days(name: str) -> None:
    (result,) = all_of(name)
    (order,) = translated(result).documents
    assert order.kind is Kind.SALES_ORDER
    assert order.amount.text() == "561600.00"
    assert [line.key for line in order.lines] == [1, 2, 3]
    assert [line.source for line in order.lines] == [key("OrderItem", one) for one in ITEMS[name]]
    assert [line.quantity for line in order.lines] == [100, 150, 200]
    for line, (amount, year, _) in zip(order.lines, STEPS, strict=True):
        assert line.amount.text() == amount
        assert line.service is not None
        assert (line.service.start, line.service.last) == (date(year, 1, 1), date(year, 12, 31))
        assert (line.item, line.treatment) == ("SUB-ENT", "as_segments")
        assert line.rule == "ramp_treatment#more-seats"


@pytest.mark.parametrize("name", RAMPS)
def test_each_step_of_a_ramp_is_recognised_evenly_over_its_year(name: str) -> None:
    (result,) = all_of(name)
    for schedule, (amount, year, monthly) in zip(translated(result).schedules, STEPS, strict=True):
        assert schedule.total.text() == amount
        assert texts(schedule) == dict.fromkeys(months_of(year), monthly)


@pytest.mark.parametrize("name", RAMPS)
def test_one_changed_rule_makes_the_revenue_of_a_ramp_level_and_leaves_its_prices(
    name: str,
) -> None:
    (result,) = all_of(name, rules.changed(*LEVEL))
    (order,) = translated(result).documents
    assert [line.amount.text() for line in order.lines] == [amount for amount, _, _ in STEPS]
    for line in order.lines:
        assert line.service is not None
        assert (line.service.start, line.service.last) == (date(2026, 1, 1), date(2028, 12, 31))
        assert line.treatment == "straight_line_total"
    level = planned(translated(result).schedules)
    months = [*months_of(2026), *months_of(2027), *months_of(2028)]
    assert level == dict.fromkeys(months, Decimal("15600.00"))


@pytest.mark.parametrize(
    ("name", "orders", "added"),
    [
        ("b-upsell-mid-term.cpq", ("O-B0", "O-B1"), "22479.60"),
        ("b-upsell-mid-term.revenue-cloud", ("RO-B0", "RO-B1"), "22586.30"),
    ],
)
def test_added_seats_are_an_order_of_their_own_for_what_remains_of_the_term(
    name: str, orders: tuple[str, str], added: str
) -> None:
    first, second = (translated(result) for result in all_of(name))
    (sold,), (more,) = first.documents, second.documents
    assert (sold.amount.text(), more.amount.text()) == ("120000.00", added)
    assert sold.external_id == f"bridge-{key('Order', orders[0])}-so-1"
    assert more.external_id == f"bridge-{key('Order', orders[1])}-so-1"
    assert (sold.contract, more.contract) == (key("Order", orders[0]),) * 2
    (line,) = more.lines
    assert line.service is not None
    assert (line.service.start, line.service.last) == (date(2026, 5, 17), date(2026, 12, 31))
    assert (line.quantity, line.treatment) == (Decimal(30), "as_new_order")
    assert more.dated == date(2026, 5, 17)


def test_added_seats_are_recognised_in_the_eight_months_that_remain() -> None:
    _, cpq = (translated(result) for result in all_of("b-upsell-mid-term.cpq"))
    _, cloud = (translated(result) for result in all_of("b-upsell-mid-term.revenue-cloud"))
    months = [f"2026-{month:02}" for month in range(5, 13)]
    # 22,479.60 / 8 = 2,809.95 exactly; 22,586.30 / 8 = 2,823.2875, the residue in the last month
    assert texts(cpq.schedules[0]) == dict.fromkeys(months, "2809.95")
    assert texts(cloud.schedules[0]) == {
        **dict.fromkeys(months[:7], "2823.29"),
        "2026-12": "2823.27",
    }


@pytest.mark.parametrize(
    ("name", "orders", "later"),
    [
        ("b-upsell-mid-term.cpq", ("O-B0", "O-B1"), ("QL-B1", "OI-B1", "SUB-B1", "Q-B1", "O-B1")),
        (
            "b-upsell-mid-term.revenue-cloud",
            ("RO-B0", "RO-B1"),
            ("QLI-RB1", "OI-RB1", "RQ-B1", "RO-B1", "QA-RB1", "AA-RB1", "AAS-RB11"),
        ),
    ],
)
def test_a_later_amendment_changes_nothing_of_the_first_deal(
    name: str, orders: tuple[str, str], later: tuple[str, ...]
) -> None:
    known = seed(name)
    gone = {key(record.type, one) for record in known.records for one in later}
    before = [record for record in known.records if record.id not in gone]
    assert len(known.records) - len(before) == len(later)
    (alone,) = all_of(name, records=before)
    assert alone == one_of(name, orders[0])


#: What was booked by each order of the scenarios, and its fate: T translated, F flagged.
ACCOUNTED = {
    "a-ramp-three-years.cpq": {"O-A": "T 561600.00"},
    "a-ramp-three-years.revenue-cloud": {"RO-A": "T 561600.00"},
    "b-upsell-mid-term.cpq": {"O-B0": "T 120000.00", "O-B1": "T 22479.60"},
    "b-upsell-mid-term.revenue-cloud": {"RO-B0": "T 120000.00", "RO-B1": "T 22586.30"},
    "c-downsell-then-cancel.cpq": {
        "O-B0": "T 120000.00",
        "O-B1": "T 22479.60",
        "O-C1": "T -10000.00",
        "O-C2": "T -33000.00",
    },
    "c-downsell-then-cancel.revenue-cloud": {
        "RO-B0": "T 120000.00",
        "RO-B1": "T 22586.30",
        "RO-C1": "T -10060.27",
        "RO-C2": "T -33271.24",
    },
    "d-swap.cpq": {"O-D0": "T 120000.00", "O-D1": "T 10000.00"},
    "d-swap.revenue-cloud": {"RO-D0": "T 120000.00", "RO-D1": "T 10060.27"},
    "e-early-renewal.cpq": {
        "O-E0": "T 120000.00",
        "O-E1": "T -30000.00",
        "O-E2": "T 360000.00",
    },
    "e-early-renewal.revenue-cloud": {"RO-E0": "T 120000.00", "RO-E1": "T 329753.42"},
    "f-prepaid-credits-with-overage.cpq": {"O-F": "T 9500.00"},
    "f-prepaid-credits-with-overage.revenue-cloud": {"RO-F": "T 9500.00"},
    "g-plain-order": {
        "SO-G1": "T 15000.00",
        "SO-G2": "T -2400.00",
        "SO-G3": "T 9000.00",
        "SO-G4": "T 12000.00",
    },
}


@pytest.mark.parametrize("name", ACCOUNTED)
def test_every_deal_is_translated_or_flagged_with_its_whole_signed_amount(name: str) -> None:
    letters = {Translated: "T", Flagged: "F"}
    fates = {
        result.heading.id: f"{letters[type(result)]} {result.heading.booked.text()}"
        for result in all_of(name)
        if isinstance(result, Translated | Flagged)
    }
    assert fates == {key("Order", order): fate for order, fate in ACCOUNTED[name].items()}


@pytest.mark.parametrize("name", NAMES)
def test_every_flag_of_a_scenario_says_why_and_names_a_record(name: str) -> None:
    for result in all_of(name):
        for flag in result.flags if isinstance(result, Flagged) else ():
            assert flag.says
            assert flag.evidence
            assert flag.amount.currency == result.heading.currency


@pytest.mark.parametrize("name", ACCOUNTED)
def test_orders_of_one_contract_name_their_first_order(name: str) -> None:
    firsts = {"O-B1": "O-B0", "O-C1": "O-B0", "O-C2": "O-B0", "O-D1": "O-D0"}
    firsts |= {"O-E1": "O-E0", "O-E2": "O-E0", "SO-G2": "SO-G1"}
    for order in ACCOUNTED[name]:
        result = one_of(name, order)
        plain = order.removeprefix("R")
        first = order.replace(plain, firsts.get(plain, plain))
        assert result.heading.contract == key("Order", first)
