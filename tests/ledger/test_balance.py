from datetime import UTC, datetime, timedelta

from bridge.ledger import moves
from bridge.ledger.accounts import BOOKED, WAITING, Account
from bridge.ledger.balance import balances, positions
from bridge.ledger.chain import Head, append
from bridge.ledger.entries import Draft, Entry
from bridge.model.ids import DealId, ExternalId
from bridge.model.money import Currency, Money
from tests.ledger.building import DEAL, USD, usd

AT = datetime(2026, 1, 15, tzinfo=UTC)
OTHER = DealId("801000000000002AAA")
NAME = ExternalId("bridge-1-so-1")


def a_ledger(*drafts: Draft) -> list[Entry]:
    """One entry a day, from 15 January on."""
    entries: list[Entry] = []
    head = Head()
    for day, draft in enumerate(drafts):
        entries.append(append(head, draft, actor="bridge", at=AT + timedelta(days=day)))
        head = Head(entries[-1].seq, entries[-1].hash)
    return entries


THREE_DAYS = a_ledger(
    moves.booked(DEAL, usd("100.00"), {}),
    moves.booked(OTHER, usd("-30.00"), {}),
    moves.excluded(OTHER, "scope#partners", usd("-30.00"), "sold by partners", {}),
)


def test_balances_are_those_of_the_end_of_a_moment() -> None:
    assert balances(THREE_DAYS, as_of=AT)[WAITING, USD] == usd("100.00")
    assert balances(THREE_DAYS, as_of=AT + timedelta(days=1))[WAITING, USD] == usd("70.00")
    assert balances(THREE_DAYS)[WAITING, USD] == usd("100.00")


def test_balances_of_one_deal_leave_the_others_out() -> None:
    assert balances(THREE_DAYS, deal=OTHER) == {
        (BOOKED, USD): usd("30.00"),
        (WAITING, USD): usd("0.00"),
        (Account("excluded:scope#partners"), USD): usd("-30.00"),
    }


def test_a_position_has_the_sign_of_the_deal_in_every_account() -> None:
    position = positions(balances(THREE_DAYS, deal=OTHER))["USD"]
    assert (position.booked.text(), position.excluded.text()) == ("-30.00", "-30.00")
    assert position.unbalanced.text() == "0.00"


def test_each_currency_has_a_position_of_its_own() -> None:
    yen = Money(5000, Currency("JPY"))
    entries = a_ledger(moves.booked(DEAL, usd("1.00"), {}), moves.booked(OTHER, yen, {}))
    found = positions(balances(entries))
    assert list(found) == ["JPY", "USD"]
    assert (found["JPY"].waiting, found["USD"].waiting) == (yen, usd("1.00"))


def test_what_no_account_explains_is_unbalanced() -> None:
    held = {(BOOKED, USD): usd("-10.00"), (WAITING, USD): usd("9.99")}
    assert positions(held)["USD"].unbalanced == usd("0.01")
