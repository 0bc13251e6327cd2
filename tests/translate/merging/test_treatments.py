"""
Amended contracts whose arrangements are merged, by month and element, worked out by hand.

A seat of ENT is worth 1,200.00 a year alone, one of ULT 2,000.00. Time counts whole months and days
of 365: the added seats of May last 7/12 + 15/365 years, so that 30 of them are worth 22,479.452055.
A total is shared by what is worth how much; each part is spread evenly, the odd cents in its last
month. All months before that of the amendment are closed, and recognised as they were planned.
"""

from datetime import date

import pytest

from tests.translate.merging.contracts import JANUARY, book, revenue, told
from tests.translate.spans import Spans, spelled_out

MAY, AUGUST = date(2026, 5, 1), date(2026, 8, 1)
B, D = "b-upsell-mid-term", "d-swap"
FIRST, FIRST_AFTER = "1 sales_order 1", "1 sales_order 2"
ADDED, RETURNED = "2 sales_order 1", "2 return_authorization 1"
Table = dict[str, Spans]

#: Scenario, how it is accounted for, first open day, what is recognised of each element.
BY_HAND: dict[str, tuple[str, str, date, Table]] = {
    # 80,000.00 and 22,479.60 go on, worth 80,000 and 22,479.452055: 80,000.12 and 22,479.48, over
    # eight months 10,000.015 and 2,809.935.
    "B cpq, prospective": (
        f"{B}.cpq",
        "prospective",
        MAY,
        {
            FIRST: (
                ("2026-01", "2026-04", "10000.00"),
                ("2026-05", "2026-11", "10000.02"),
                ("2026-12", "2026-12", "9999.98"),
            ),
            ADDED: (("2026-05", "2026-11", "2809.94"), ("2026-12", "2026-12", "2809.90")),
        },
    ),
    # 142,479.60 by 120,000 and 22,479.452055: 120,000.12 and 22,479.48. A twelfth is 10,000.01:
    # May catches up by four cents.
    "B cpq, with catch-up": (
        f"{B}.cpq",
        "cumulative_catch_up",
        MAY,
        {
            FIRST: (
                ("2026-01", "2026-04", "10000.00"),
                ("2026-05", "2026-05", "10000.05"),
                ("2026-06", "2026-12", "10000.01"),
            ),
            ADDED: (("2026-05", "2026-11", "2809.94"), ("2026-12", "2026-12", "2809.90")),
        },
    ),
    # 102,586.30 by 80,000 and 22,479.452055: 80,083.41 and 22,502.89.
    "B revenue cloud, prospective": (
        f"{B}.revenue-cloud",
        "prospective",
        MAY,
        {
            FIRST: (
                ("2026-01", "2026-04", "10000.00"),
                ("2026-05", "2026-11", "10010.43"),
                ("2026-12", "2026-12", "10010.40"),
            ),
            ADDED: (("2026-05", "2026-11", "2812.86"), ("2026-12", "2026-12", "2812.87")),
        },
    ),
    # 142,586.30 by 120,000 and 22,479.452055: 120,089.99 and 22,496.31. A twelfth is 10,007.50:
    # May catches up by 30.00.
    "B revenue cloud, with catch-up": (
        f"{B}.revenue-cloud",
        "cumulative_catch_up",
        MAY,
        {
            FIRST: (
                ("2026-01", "2026-04", "10000.00"),
                ("2026-05", "2026-05", "10037.50"),
                ("2026-06", "2026-11", "10007.50"),
                ("2026-12", "2026-12", "10007.49"),
            ),
            ADDED: (("2026-05", "2026-11", "2812.04"), ("2026-12", "2026-12", "2812.03")),
        },
    ),
    # Until July 70,000.00 are recognised and done. 30,000.00 of the 60 seats that stay and as much
    # of the 40 new ones go on, worth 30,000 and 40 x 2,000 x 5/12 = 33,333.333333.
    "D cpq, prospective": (
        f"{D}.cpq",
        "prospective",
        AUGUST,
        {
            FIRST: (("2026-01", "2026-07", "10000.00"),),
            FIRST_AFTER: (("2026-08", "2026-12", "5684.21"),),
            ADDED: (("2026-08", "2026-12", "6315.79"),),
        },
    ),
    # 130,000.00 by 70,000, 30,000 and 33,333.333333: 68,250.00, 29,250.00 and 32,500.00. Of the
    # first 1,750.00 are taken back in August.
    "D cpq, with catch-up": (
        f"{D}.cpq",
        "cumulative_catch_up",
        AUGUST,
        {
            FIRST: (("2026-01", "2026-07", "10000.00"), ("2026-08", "2026-08", "-1750.00")),
            FIRST_AFTER: (("2026-08", "2026-12", "5850.00"),),
            ADDED: (("2026-08", "2026-12", "6500.00"),),
        },
    ),
    # 130,060.27 by 69,698.62, 30,180.83 and 33,333.333333: 68,049.19, 29,466.59 and 32,544.48, and
    # the odd cent to the greatest: 68,049.19. Of it 1,950.81 are taken back in August.
    "D revenue cloud, with catch-up": (
        f"{D}.revenue-cloud",
        "cumulative_catch_up",
        AUGUST,
        {
            FIRST: (("2026-01", "2026-07", "10000.00"), ("2026-08", "2026-08", "-1950.81")),
            FIRST_AFTER: (("2026-08", "2026-11", "5893.32"), ("2026-12", "2026-12", "5893.31")),
            ADDED: (("2026-08", "2026-11", "6508.90"), ("2026-12", "2026-12", "6508.89")),
        },
    ),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_a_merged_contract_recognises_by_month_what_was_worked_out_by_hand(case: str) -> None:
    name, how, since, table = BY_HAND[case]
    found = told(name, book(how), (JANUARY, since))
    assert revenue(found) == {element: spelled_out(spans) for element, spans in table.items()}
