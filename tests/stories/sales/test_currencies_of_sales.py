"""Of an org with several currencies each amount is read in the currency of its record."""

import json
from datetime import date
from pathlib import Path

from bridge.adapters.salesforce.bookings.listing import booked
from bridge.adapters.salesforce.bookings.population import stated
from bridge.mappers.roots import OPPORTUNITY
from tests.stories.reconciling.drawing.worth.currencies import rates
from tests.stories.sales.test_won_opportunities import WON, opportunity
from tests.stories.stand import Stand, a_stand

#: A won opportunity of euros, 0.90 of which are a dollar, in an org that counts in dollars.
EURO = opportunity("OPP-H2")
SAYS = "19,000.00 EUR"


def read(stand: Stand) -> set[str]:
    """What the bridge reads of the opportunity: for an assessment, a population, and the books."""
    salesforce = stand.ends.salesforce
    org = salesforce.org()
    listed = booked(salesforce, OPPORTUNITY, date(2026, 1, 1), org)
    whole = stated(salesforce, OPPORTUNITY, org, lambda *_: None)
    (known,) = (one for one in stand.known() if one.id == EURO)
    return {
        *(str(one.total) for one in listed if one.id == EURO),
        *(str(one.total) for one in whole if one.id == EURO),
        str(known.booked),
    }


def test_an_opportunity_in_another_currency_is_read_as_it_was_sold_whatever_its_rate(
    tmp_path: Path,
) -> None:
    currencies = tmp_path / "currencies.json"
    currencies.write_text(json.dumps({"records": rates()}), encoding="utf-8")
    with a_stand(tmp_path / "stand", WON, currencies, describes=True) as stand:
        stand.sync()
        converted = f"SELECT convertCurrency(Amount) FROM Opportunity WHERE Id = '{EURO}'"
        (row,) = stand.ends.salesforce.query(converted)
        assert str(row["Amount"]).startswith("21111.11"), (
            "a query that asks for it gets another amount"
        )
        assert read(stand) == {SAYS}
        euro = next(one for one in rates() if one["key"] == "EUR")
        saved = {"type": "Opportunity", "key": "OPP-H2", "CurrencyIsoCode": "EUR"}
        stand.arrive(euro | {"ConversionRate": "0.5"}, saved)
        stand.sync()
        assert read(stand) == {SAYS}
