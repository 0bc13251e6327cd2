"""What is given back of an order in another currency goes at the rate of that order."""

from decimal import Decimal
from pathlib import Path

from tests.stories.changes.decreases import fewer
from tests.stories.stand import UPSELL, a_stand, order

UPSOLD = f"bridge-{order('O-B1')}-so-1"


def test_a_return_has_the_exchange_rate_of_its_order_and_not_that_of_its_day(
    tmp_path: Path,
) -> None:
    in_euro = tmp_path / "in-euro.json"
    in_euro.write_text(UPSELL.read_text().replace('"CurrencyIsoCode": "USD"', _EURO))
    with a_stand(tmp_path, in_euro) as stand:
        assert stand.sync().posted_now == 2
        path = f"salesOrder/eid:{UPSOLD}"
        stand.change_in_netsuite(path, exchangeRate=Decimal("1.2345"), orderStatus={"id": "B"})
        stand.ends.netsuite.derive(("salesOrder", stand.orders()[UPSOLD]["id"]), "invoice", b"{}")
        stand.arrive(*({**one, **_in_euro(one)} for one in fewer("X8", 5, 8)))
        assert stand.sync().posted_now == 1
        (held,) = stand._records(stand.world.netsuite.url, "returnAuthorization")
        assert held["currency"]["refName"] == "Euro"
        assert held["exchangeRate"] == Decimal("1.2345")
        assert held["total"] == 2500  # 5 seats for 5 months at 100.00
        assert stand.position("EUR")["ordered"] == "139979.60"


_EURO = '"CurrencyIsoCode": "EUR"'


def _in_euro(record: dict[str, object]) -> dict[str, object]:
    return {"CurrencyIsoCode": "EUR"} if "CurrencyIsoCode" in record else {}
