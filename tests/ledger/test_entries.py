import pytest

from bridge.ledger.accounts import BOOKED, WAITING, Account, UnknownAccount
from bridge.ledger.entries import Draft, EntryKind, Posting, Unbalanced
from bridge.model.money import Currency, Money
from tests.ledger.building import DEAL, usd

EUR = Currency("EUR")


def test_an_entry_that_does_not_balance_cannot_be_built() -> None:
    postings = (Posting(BOOKED, usd("-1.00")), Posting(WAITING, usd("0.99")))
    with pytest.raises(Unbalanced, match=f"BOOKED of deal {DEAL} .* -1 minor units of USD"):
        Draft(kind=EntryKind.BOOKED, deal=DEAL, postings=postings)


def test_one_currency_does_not_balance_another() -> None:
    postings = (Posting(BOOKED, usd("-1.00")), Posting(WAITING, Money(100, EUR)))
    with pytest.raises(Unbalanced, match="100 minor units of EUR, -100 minor units of USD"):
        Draft(kind=EntryKind.BOOKED, deal=DEAL, postings=postings)


def test_two_currencies_may_balance_each_in_itself() -> None:
    postings = (
        Posting(BOOKED, usd("-1.00")),
        Posting(BOOKED, Money(-5, EUR)),
        Posting(WAITING, usd("1.00")),
        Posting(WAITING, Money(5, EUR)),
    )
    assert Draft(kind=EntryKind.BOOKED, deal=DEAL, postings=postings).postings == postings


def test_a_posting_to_an_unknown_account_cannot_be_built() -> None:
    with pytest.raises(UnknownAccount):
        Posting(Account("cash"), usd("1.00"))
