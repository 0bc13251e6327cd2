"""Checks of what Salesforce shows now: a quote before it is signed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.errors import Misconfigured
from bridge.flow.checking import representable
from bridge.flow.checking.checked import Answer, Checked
from bridge.flow.checking.live import of_record
from bridge.mappers.read import seeds
from tests.stories.stand import Stand, a_stand

UPSELL = Path("tests/scenarios/b-upsell-mid-term.cpq.json")
#: What the second order of the scenario made.
ORDERED = ("O-B1", "OI-B1", "SUB-B1")
OPEN = {
    "type": "Opportunity",
    "key": "OPP",
    "Name": "More seats",
    "StageName": "Negotiation",
    "CloseDate": "2026-12-01",
    "AccountId": "@ACME",
    "CurrencyIsoCode": "USD",
}


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """A contract that was ordered, an amendment that is quoted, and two open opportunities."""
    folder = tmp_path_factory.mktemp("quoted")
    scenario = json.loads(UPSELL.read_text(encoding="utf-8"))
    rest = [one for one in scenario["records"] if one["key"] not in ORDERED]
    goes_on = {**OPEN, "key": "OPP-Q", "SBQQ__PrimaryQuote__c": "@Q-B1"}
    seed = folder / "quoted.json"
    seed.write_text(json.dumps({**scenario, "records": [*rest, OPEN, goes_on]}), encoding="utf-8")
    with a_stand(folder / "stand", seed, describes=True) as opened:
        assert opened.sync().posted_now == 1
        yield opened


def checked(stand: Stand, type_: str, key: str) -> Checked:
    days = stand.pace.package_waits_days
    record = seeds.seed_id(type_, key)
    return of_record(stand.ends, record, stand.edition.rulebook, waits_days=days)


def test_a_quoted_amendment_knows_what_was_ordered_and_nothing_is_written(stand: Stand) -> None:
    with stand.ends.store.reading() as view:
        before = view.ledger.head()
    effects, calls = stand.effects(), stand.journalled("salesforce")
    found = checked(stand, "SBQQ__Quote__c", "Q-B1")
    assert found.answer is Answer.YES
    form = found.form()
    assert form["booked"] == "22479.60"
    assert form["contract"] == seeds.seed_id("Order", "O-B0")
    (schedule,) = form["schedules"]
    assert schedule["total"] == "22479.60"
    assert form["draft"].startswith("judged as if its order were activated on 2026-03-01")
    (document,) = form["documents"]
    sources = {line["source"] for line in document["lines"]}
    assert sources == {seeds.seed_id("SBQQ__QuoteLine__c", "QL-B1")}
    assert stand.journalled("salesforce") - calls < 30
    with stand.ends.store.reading() as view:
        assert view.ledger.head() == before
    assert stand.effects() == effects


def test_a_quote_that_was_ordered_stands_for_its_order(stand: Stand) -> None:
    found = checked(stand, "SBQQ__Quote__c", "Q-B0")
    assert (found.as_if, found.translation.heading.id) == (None, seeds.seed_id("Order", "O-B0"))
    assert found.translation == checked(stand, "Order", "O-B0").translation


def test_an_opportunity_stands_for_its_primary_quote(stand: Stand) -> None:
    by_quote = checked(stand, "SBQQ__Quote__c", "Q-B1")
    assert checked(stand, "Opportunity", "OPP-Q").form() == by_quote.form()


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ("nonsense", "no id of Salesforce"),
        ("801000000000000AAA", "shows no quote, order or opportunity"),
        ("a0q000000000000AAA", "shows no quote, order or opportunity"),
        (seeds.seed_id("Opportunity", "OPP"), "orders book sales of this kind"),
    ],
)
def test_what_cannot_be_checked_is_said(stand: Stand, record: str, says: str) -> None:
    with pytest.raises(Misconfigured, match=says):
        of_record(stand.ends, record, stand.edition.rulebook, waits_days=0)


def test_quotes_among_records_are_judged_behind_the_bookings(stand: Stand) -> None:
    scenario = json.loads(UPSELL.read_text(encoding="utf-8"))
    rest = [one for one in scenario["records"] if one["key"] not in ORDERED]
    text = json.dumps({**scenario, "records": rest})
    booked, quoted = representable.asked(text, stand.edition.rulebook, stand.ends)
    assert (booked.as_if, quoted.form()["booked"]) == (None, "22479.60")
