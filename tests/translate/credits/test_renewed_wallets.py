"""What the rules decide of a renewed wallet is decided of what each deal itself granted."""

from dataclasses import replace
from datetime import date

from tests.mappers import rules
from tests.mappers.scenarios import translated
from tests.translate.credits.clouds import Expired, Sold, Summary, cloud
from tests.translate.credits.packs import results
from tests.translate.credits.prepaid import deciding, periods

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
ONE = Sold("O-1", 100_000, "8000.00", FIRST, LAST)
NEXT = Sold("O-2", 50_000, "4500.00", date(2027, 1, 1), date(2027, 12, 31), kind="Renewal")
YEAR = Summary(FIRST, LAST, 100_000)
PLACE = "AS/UR-API"


def test_use_of_renewed_credits_is_not_remote_because_those_before_were_not_used() -> None:
    remote = rules.changed(**deciding(breakage="WHEN_REMOTE", remote_after_days="90"))
    then = Summary(date(2027, 1, 1), date(2027, 3, 31), 20_000)
    first, second = results(cloud([ONE, NEXT], {PLACE: [YEAR, then]}), remote)
    # 90 days after 1 January are 1 April 2026, and the use in December is no revenue any more
    assert periods(translated(first)) == {"2026-04": "8000.00", "2026-12": "0.00"}
    # those of 2027 were used on their 90th day
    assert periods(translated(second)) == {"2027-03": "1800.00"}  # 20,000 x 0.09


def test_a_renewal_takes_over_the_rest_of_each_grant_before_it() -> None:
    """The first order sold 100,000, a second one 20,000 in July; the renewal is of both."""
    carried = rules.changed(**deciding(rollover="ON_RENEWAL", rolled_over="1"))
    top_up = Sold("O-15", 20_000, "1800.00", date(2026, 7, 1), LAST)
    on = date(2027, 1, 1)
    left = [Expired(NEXT, 10_000, on, "Rollover"), Expired(NEXT, 20_000, on, "Rollover")]
    used = [replace(YEAR, used=90_000), Summary(on, date(2027, 6, 30), 40_000)]
    first, second, third = results(cloud([ONE, top_up, NEXT], {PLACE: used}, left=left), carried)
    # of 40,000 used in 2027, those carried over are the older: 10,000 x 0.08, 20,000 x 0.09
    assert periods(translated(first)) == {"2026-12": "7200.00", "2027-06": "800.00"}
    assert periods(translated(second)) == {"2027-06": "1800.00"}
    assert periods(translated(third)) == {"2027-06": "900.00"}  # 10,000 x 0.09
