"""What the rules decide of a renewed wallet is decided of what each deal itself granted."""

from datetime import date

from tests.mappers import rules
from tests.mappers.scenarios import translated
from tests.translate.credits.clouds import Sold, Summary, cloud
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
