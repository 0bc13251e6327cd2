"""
The scenario of plain orders; expected figures by hand.

15 December 2025: ten seats for 2026 at 1,200.00, and a set-up for 3,000.00 on 20 January.
29 December: two of the seats are taken back. 2 February 2026: services of 9,000.00, delivered in
three instalments. 20 March: five seats over the two years of their contract, 12,000.00 EUR.
"""

from decimal import Decimal

from bridge.mappers import dossiers
from bridge.model.deal import Action, Deal
from bridge.translate import Translated
from tests.mappers import rules
from tests.mappers.scenarios import dossier, key, one_of, planned, seed, translated

NAME = "g-plain-order"


def figures(order: str) -> dict[str, str]:
    """What is planned for each period, over all lines of an order."""
    result = translated(one_of(NAME, order))
    return {period: f"{amount:.2f}" for period, amount in planned(result.schedules).items()}


def lines(order: str) -> list[tuple[str, str, Decimal, str, str]]:
    """Source, item, quantity, amount and first day of each line of an order."""
    result = translated(one_of(NAME, order))
    (document,) = result.documents
    return [
        (
            line.source,
            line.item,
            line.quantity,
            line.amount.text(),
            str(line.service.start) if line.service else "at once",
        )
        for line in document.lines
    ]


def test_seats_are_recognised_over_their_year_and_the_set_up_when_it_is_done() -> None:
    months = [f"2026-{month:02}" for month in range(1, 13)]
    assert figures("SO-G1") == {**dict.fromkeys(months, "1000.00"), "2026-01": "4000.00"}
    assert lines("SO-G1") == [
        (key("OrderItem", "OI-G1-1"), "SUB-ENT", Decimal(10), "12000.00", "2026-01-01"),
        (key("OrderItem", "OI-G1-2"), "ONBOARDING", Decimal(1), "3000.00", "2026-01-20"),
    ]


def test_two_seats_are_taken_from_the_line_that_sold_them() -> None:
    known = seed(NAME)
    source = rules.shipped().source("sales_cloud")
    taken = dossier("SO-G2", known.records, known.frame)
    deal = dossiers.READERS[taken.model](taken, source)
    assert isinstance(deal, Deal)
    assert deal.booked.text() == "-2400.00"
    (line,) = deal.lines
    assert (line.action, line.quantity) == (Action.DECREASE, Decimal(-2))
    assert line.revises == key("OrderItem", "OI-G1-1")
    assert dossiers.contract_of(taken) == key("Order", "SO-G1")


def test_services_are_recognised_by_their_instalments() -> None:
    assert figures("SO-G3") == {
        "2026-02": "4500.00",
        "2026-04": "2700.00",
        "2026-06": "1800.00",
    }
    # 4,500, 2,700 and 1,800 of 9,000 are five, three and two tenths of the one that was sold
    assert [line[2:] for line in lines("SO-G3")] == [
        (Decimal("0.5"), "4500.00", "2026-02-27"),
        (Decimal("0.3"), "2700.00", "2026-04-30"),
        (Decimal("0.2"), "1800.00", "2026-06-30"),
    ]


def test_seats_without_days_are_recognised_over_the_term_of_their_contract() -> None:
    years = {2026: range(4, 13), 2027: range(1, 13), 2028: range(1, 4)}
    months = [f"{year}-{month:02}" for year, known in years.items() for month in known]
    assert figures("SO-G4") == dict.fromkeys(months, "500.00")  # 12,000 over 24 months
    assert str(translated(one_of(NAME, "SO-G4")).heading.booked) == "12,000.00 EUR"


def test_the_order_in_which_records_come_does_not_matter() -> None:
    known = seed(NAME)
    for order in ("SO-G1", "SO-G3", "SO-G4"):
        forwards = dossier(order, known.records, known.frame)
        backwards = dossier(order, known.records[::-1], known.frame)
        assert forwards.address() == backwards.address()
        assert isinstance(one_of(NAME, order), Translated)
