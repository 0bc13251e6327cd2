"""
The scenario of won opportunities; expected figures by hand.

15 January 2026: ten seats at 1,500.00 less a fifth and five at 2,400.00, both for a year from
February, and a set-up for 3,000.00 on 10 February. 20 February, in euro: six units of service at
1,000.00 on three days, two at 500.00 on two days, and five seats over the two years of their
contract for 12,000.00. What an order books, and what is not won, is no deal of an opportunity.
"""

from decimal import Decimal

from bridge.mappers import dossiers
from bridge.translate import Translated
from tests.mappers import rules
from tests.mappers.scenarios import all_of, key, planned, seed, translated

NAME = "h-won-opportunity"


def won(name: str) -> Translated:
    deal = key("Opportunity", name)
    return translated(next(one for one in all_of(NAME) if one.heading.id == deal))


def figures(name: str) -> dict[str, str]:
    """What is planned for each period, over all lines of an opportunity."""
    return {period: f"{amount:.2f}" for period, amount in planned(won(name).schedules).items()}


def test_seats_are_recognised_over_their_year_and_the_set_up_when_it_is_done() -> None:
    months = [f"2026-{month:02}" for month in range(2, 13)] + ["2027-01"]
    # 12,000.00 and 12,000.00 over twelve months each
    assert figures("OPP-H1") == {**dict.fromkeys(months, "2000.00"), "2026-02": "5000.00"}
    assert str(won("OPP-H1").heading.booked) == "27,000.00 USD"
    assert str(won("OPP-H1").heading.booked_on) == "2026-01-15"


def test_instalments_of_a_service_are_its_billing_schedule_and_change_no_revenue() -> None:
    (document,) = won("OPP-H1").documents
    billed = {line.item: line.fields["billingSchedule"] for line in document.lines}
    assert billed == {
        "SUB-ENT": "ON-ORDER",
        "SUB-ULT": "QUARTERLY-ADVANCE",
        "ONBOARDING": "ON-ORDER",
    }


def test_services_are_recognised_by_their_instalments_and_seats_over_their_contract() -> None:
    years = {2026: range(4, 13), 2027: range(1, 13), 2028: range(1, 4)}
    months = [f"{year}-{month:02}" for year, known in years.items() for month in known]
    assert figures("OPP-H2") == {
        **dict.fromkeys(months, "500.00"),  # 12,000 over 24 months
        "2026-03": "3500.00",  # three units, and one of 500
        "2026-04": "2500.00",  # two units, and seats
        "2026-05": "1000.00",  # one of 500, and seats
        "2026-06": "1500.00",  # one unit, and seats
    }
    assert str(won("OPP-H2").heading.booked) == "19,000.00 EUR"


def test_steps_of_instalments_have_their_own_quantity_and_day() -> None:
    (document,) = won("OPP-H2").documents
    steps = {
        (line.quantity, line.amount.text(), str(line.service.start) if line.service else "")
        for line in document.lines
        if line.item == "ONBOARDING"
    }
    assert steps == {
        (Decimal(3), "3000.00", "2026-03-10"),
        (Decimal(2), "2000.00", "2026-04-15"),
        (Decimal(1), "1000.00", "2026-06-30"),
        (Decimal(1), "500.00", "2026-03-31"),
        (Decimal(1), "500.00", "2026-05-31"),
    }


def test_one_sale_is_booked_once_and_an_open_one_not_at_all() -> None:
    found = {one.heading.id for one in all_of(NAME)}
    assert found == {
        key("Opportunity", "OPP-H1"),
        key("Opportunity", "OPP-H2"),
        key("Order", "SO-H3"),
    }


def test_the_order_in_which_records_come_does_not_matter() -> None:
    known = seed(NAME)
    roots = [one for one in dossiers.beginnings(known.records) if one.type == "Opportunity"]
    for root in roots:
        forwards = dossiers.of_order(root, known.records, (), known.frame)
        backwards = dossiers.of_order(root, known.records[::-1], (), known.frame)
        assert forwards.address() == backwards.address()


def test_an_opportunity_is_a_contract_of_its_own() -> None:
    assert won("OPP-H1").heading.contract == key("Opportunity", "OPP-H1")
    assert rules.shipped().source(dossiers.BY_OPPORTUNITY).answers["booking"].others == "order"
