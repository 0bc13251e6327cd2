"""
Revenue by month of every worked scenario of ramps and amendments, from tables worked out by hand.

A line of the tables is a span of months with what each of them recognises, all orders of the
contract together. Where an amount does not divide, its odd cents are in the last month, as NetSuite
puts them; the working stands beside the line.
"""

from decimal import Decimal

import pytest

from bridge.model.schedule import Schedule
from bridge.rules.rulebook import Rulebook
from tests.mappers import rules
from tests.mappers.scenarios import all_of, planned, translated
from tests.translate.spans import Spans, spelled_out

LATEST = rules.shipped()
EARLIEST = rules.changed("decreases.yaml", "take_latest_first", "take_earliest_first")
LEVEL = rules.changed("ramps.yaml", "as_segments]", "straight_line_total]")
C = "c-downsell-then-cancel"
D = "d-swap"
E = "e-early-renewal"


def by_unit_months() -> Rulebook:
    """The shipped rules with ramps by unit-months, in an account that passes fair values on."""
    texts = rules.files()
    ramps = texts["ramps.yaml"].replace("as_segments]", "by_unit_months]")
    account = texts["account.yaml"].replace("fair_values_flow: no", "fair_values_flow: yes")
    return rules.loaded({**texts, "ramps.yaml": ramps, "account.yaml": account})


def schedules(name: str, rulebook: Rulebook = LATEST) -> list[Schedule]:
    return [one for result in all_of(name, rulebook) for one in translated(result).schedules]


def revenue(name: str, rulebook: Rulebook = LATEST) -> dict[str, Decimal]:
    """What is recognised in each month that has any, all deals of a scenario together."""
    return {month: amount for month, amount in planned(schedules(name, rulebook)).items() if amount}


RAMP: tuple[tuple[str, Rulebook, Spans], ...] = (
    (
        "as segments: 108,000 / 189,000 / 264,600 over twelve months each",
        LATEST,
        (
            ("2026-01", "2026-12", "9000.00"),
            ("2027-01", "2027-12", "15750.00"),
            ("2028-01", "2028-12", "22050.00"),
        ),
    ),
    ("level: 561,600 / 36", LEVEL, (("2026-01", "2028-12", "15600.00"),)),
    (
        # 100, 150 and 200 seats of twelve months are 2/9, 3/9 and 4/9 of the unit-months
        "by seat-months: 124,800 / 187,200 / 249,600 over twelve months each",
        by_unit_months(),
        (
            ("2026-01", "2026-12", "10400.00"),
            ("2027-01", "2027-12", "15600.00"),
            ("2028-01", "2028-12", "20800.00"),
        ),
    ),
)


@pytest.mark.parametrize("model", ["cpq", "revenue-cloud"])
@pytest.mark.parametrize(
    ("book", "spans"), [row[1:] for row in RAMP], ids=[row[0].split(":")[0] for row in RAMP]
)
def test_a_ramp_is_recognised_as_its_treatment_says(
    model: str, book: Rulebook, spans: Spans
) -> None:
    found = revenue(f"a-ramp-three-years.{model}", book)
    assert found == spelled_out(spans)
    assert sum(found.values()) == Decimal("561600.00")


def test_by_seat_months_the_orders_are_billed_as_priced_and_recognise_another_amount() -> None:
    (result,) = all_of("a-ramp-three-years.cpq", by_unit_months())
    (order,) = translated(result).documents
    assert [line.amount.text() for line in order.lines] == ["108000.00", "189000.00", "264600.00"]
    assert [line.revenue.text() for line in order.lines] == ["124800.00", "187200.00", "249600.00"]


#: Scenario, rules, spans, total.
AMENDED: dict[str, tuple[str, Rulebook, Spans, str]] = {
    # 120,000 / 12; and 22,479.60 / 8 = 2,809.95
    "B cpq": (
        "b-upsell-mid-term.cpq",
        LATEST,
        (("2026-01", "2026-04", "10000.00"), ("2026-05", "2026-12", "12809.95")),
        "142479.60",
    ),
    # 22,586.30 / 8 = 2,823.2875: seven times .29, the last .27
    "B revenue cloud": (
        "b-upsell-mid-term.revenue-cloud",
        LATEST,
        (
            ("2026-01", "2026-04", "10000.00"),
            ("2026-05", "2026-11", "12823.29"),
            ("2026-12", "2026-12", "12823.27"),
        ),
        "142586.30",
    ),
    # Of the 30 added seats 20 go: the 10 that stay are worth 10,000 x 10/20 = 5,000 from August on,
    # and 22,479.60 - 10,000 - 5,000 = 7,479.60 were for May to July: 2,493.20 a month. From October
    # 33,000 go, 3,000 of the 10 seats and 30,000 of the 100: 2,000 / 2 and 90,000 / 9 stay.
    "C cpq, latest first": (
        f"{C}.cpq",
        LATEST,
        (
            ("2026-01", "2026-04", "10000.00"),
            ("2026-05", "2026-07", "12493.20"),
            ("2026-08", "2026-09", "11000.00"),
        ),
        "99479.60",
    ),
    # Of the 100 first seats 20 go: the 80 that stay are worth 40,000 from August on, 8,000 a month.
    # From October 24,000 of them go, 16,000 / 2 stay; and of the 30 added 9,000: 13,479.60 / 5.
    "C cpq, earliest first": (
        f"{C}.cpq",
        EARLIEST,
        (
            ("2026-01", "2026-04", "10000.00"),
            ("2026-05", "2026-07", "12695.92"),
            ("2026-08", "2026-09", "10695.92"),
        ),
        "99479.60",
    ),
    # The 10 seats that stay: 5,030.135, half up 5,030.14; May to July 7,495.89 / 3 = 2,498.63.
    # From October 3,024.66 and 30,246.58 go: 2,005.48 / 2 = 1,002.74 and 89,753.42 / 9 = 9,972.60.
    "C revenue cloud, latest first": (
        f"{C}.revenue-cloud",
        LATEST,
        (
            ("2026-01", "2026-04", "9972.60"),
            ("2026-05", "2026-07", "12471.23"),
            ("2026-08", "2026-08", "10975.34"),
            ("2026-09", "2026-09", "10975.36"),
        ),
        "99254.79",
    ),
    # The 80 seats that stay: 40,241.08; until July 69,698.65 / 7 = 9,956.95. From October 24,197.27
    # and 9,073.97 go: 16,043.81 / 2 = 8,021.91 and .90; 13,512.33 / 5 = 2,702.47, at last .45.
    "C revenue cloud, earliest first": (
        f"{C}.revenue-cloud",
        EARLIEST,
        (
            ("2026-01", "2026-04", "9956.95"),
            ("2026-05", "2026-07", "12659.42"),
            ("2026-08", "2026-08", "10724.38"),
            ("2026-09", "2026-09", "10724.35"),
        ),
        "99254.79",
    ),
    # Of 100 seats 40 go: 70,000 until July, 30,000 for the other 60; 30,000 for the new product.
    "D cpq": (
        f"{D}.cpq",
        LATEST,
        (("2026-01", "2026-07", "10000.00"), ("2026-08", "2026-12", "12000.00")),
        "130000.00",
    ),
    # The 60 seats that stay: 30,180.825, half up .83, / 5 = 6,036.17, at last .15; until July
    # 69,698.62 / 7 = 9,956.95, at last .92; new 30,180.82 / 5 = 6,036.16, at last .18.
    "D revenue cloud": (
        f"{D}.revenue-cloud",
        LATEST,
        (
            ("2026-01", "2026-06", "9956.95"),
            ("2026-07", "2026-07", "9956.92"),
            ("2026-08", "2026-12", "12072.33"),
        ),
        "130060.27",
    ),
    # 90,000 / 9 until September, then 360,000 / 36: the renewal goes on where the old term ends.
    "E cpq": (f"{E}.cpq", LATEST, (("2026-01", "2029-09", "10000.00"),), "450000.00"),
    # 120,000 - 30,246.58 = 89,753.42 / 9 = 9,972.60, at last .62
    "E revenue cloud": (
        f"{E}.revenue-cloud",
        LATEST,
        (
            ("2026-01", "2026-08", "9972.60"),
            ("2026-09", "2026-09", "9972.62"),
            ("2026-10", "2029-09", "10000.00"),
        ),
        "449753.42",
    ),
}


@pytest.mark.parametrize("case", AMENDED)
def test_an_amended_contract_recognises_by_month_what_was_worked_out_by_hand(case: str) -> None:
    name, book, spans, whole = AMENDED[case]
    found = revenue(name, book)
    assert found == spelled_out(spans)
    assert sum(found.values()) == Decimal(whole)


#: Method -> what the 30 seats recognise once 20 of them go on 1 August: 7,479.60 from 17 May to
#: 31 July (76 days), then 5,000.00 from August to December (153 days).
ADDED_AND_REDUCED: dict[str, tuple[str, ...]] = {
    "STRAIGHT_LINE_EVEN": ("2493.20",) * 3 + ("1000.00",) * 5,
    # 7,479.60 x 15/76 and x 31/76, the rest in June; 5,000 x 31/153 at both ends, the rest by three
    "STRAIGHT_LINE_PRORATED": (
        *("1476.24", "2952.47", "3050.89"),
        *("1013.07", "991.29", "991.29", "991.28", "1013.07"),
    ),
    # May is 15/31 of a month: 7,479.60 x 15/77 and x 31/77, the rest in July; five whole months
    "STRAIGHT_LINE_PERIOD_RATE": ("1457.06", "3011.27", "3011.27", *("1000.00",) * 5),
    # by 15, 30 and 31 days of 76; by 31, 30, 31, 30 and the rest of 153
    "STRAIGHT_LINE_DAYS": (
        *("1476.24", "2952.47", "3050.89"),
        *("1013.07", "980.39", "1013.07", "980.39", "1013.08"),
    ),
}


@pytest.mark.parametrize("method", ADDED_AND_REDUCED)
def test_added_seats_that_are_reduced_follow_the_method_of_their_item(method: str) -> None:
    book = rules.changed(
        "items.yaml", "[ENT, SUB-ENT, STRAIGHT_LINE_EVEN]", f"[ENT, SUB-ENT, {method}]"
    )
    _, added, reduced, _ = (translated(result) for result in all_of(f"{C}.cpq", book))
    found = planned((*added.schedules, *reduced.schedules))
    names = [f"2026-{month:02}" for month in range(5, 13)]
    assert found == dict(zip(names, map(Decimal, ADDED_AND_REDUCED[method]), strict=True))
