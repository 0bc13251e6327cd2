from dataclasses import replace

import pytest

from bridge.ledger.accounts import BOOKED, ORDERED, PENDING, WAITING, Account, suspense
from bridge.ledger.audit import DealBooks, audit, conservation
from bridge.ledger.judgement import DealState, OpenCase, PastDocument
from bridge.model.document import State
from bridge.model.ids import Digest, ExternalId
from bridge.model.money import Currency, Money
from tests.ledger.building import DEAL, USD, usd


def held(**minor: str) -> dict[tuple[Account, Currency], Money]:
    accounts = {
        "booked": BOOKED,
        "waiting": WAITING,
        "pending": PENDING,
        "ordered": ORDERED,
        "suspense": suspense("X"),
    }
    return {(accounts[name], USD): usd(amount) for name, amount in minor.items()}


def a_document(state: State) -> PastDocument:
    return PastDocument(
        external_id=ExternalId("bridge-1-so-1"),
        state=state,
        digest=Digest("0" * 64),
        made_of=Digest("1" * 64),
        amount=usd("12.00"),
    )


A_CASE = OpenCase(code="X", amount=usd("12.00"), flags=())
TRANSLATED = DealBooks(
    id=DEAL,
    state=DealState.TRANSLATED,
    booked=usd("12.00"),
    documents=(a_document(State.PREPARED),),
    cases=(),
    held=held(booked="-12.00", pending="12.00"),
)
FLAGGED = replace(
    TRANSLATED,
    state=DealState.FLAGGED,
    documents=(a_document(State.SUPERSEDED),),
    cases=(A_CASE,),
    held=held(booked="-12.00", suspense="12.00"),
)
ORDERED_BOOKS = replace(
    TRANSLATED,
    documents=(a_document(State.ACKNOWLEDGED),),
    held=held(booked="-12.00", ordered="12.00"),
)
WAITS = replace(
    TRANSLATED,
    state=DealState.WAITING,
    documents=(),
    held=held(booked="-12.00", waiting="12.00"),
)


def says(books: DealBooks) -> list[str]:
    return [finding.says.partition(": ")[2] for finding in audit([books])]


@pytest.mark.parametrize("books", [TRANSLATED, FLAGGED, ORDERED_BOOKS, WAITS])
def test_books_that_agree_show_nothing(books: DealBooks) -> None:
    assert says(books) == []


@pytest.mark.parametrize("state", [State.PREPARED, State.BLOCKED, State.SENDING])
def test_a_document_is_pending_until_it_is_settled(state: State) -> None:
    assert says(replace(TRANSLATED, documents=(a_document(state),))) == []


@pytest.mark.parametrize(
    ("books", "found"),
    [
        (
            replace(TRANSLATED, booked=usd("12.01")),
            ["its tables say -12.01 USD booked, the ledger says -12.00 USD"],
        ),
        (
            replace(TRANSLATED, documents=()),
            ["its tables say 0.00 USD pending, the ledger says 12.00 USD"],
        ),
        (
            replace(TRANSLATED, documents=(a_document(State.ACKNOWLEDGED),)),
            [
                "its tables say 0.00 USD pending, the ledger says 12.00 USD",
                "its tables say 12.00 USD ordered, the ledger says 0.00 USD",
            ],
        ),
        (
            replace(FLAGGED, cases=()),
            ["open exceptions hold 0.00 USD in suspense:X, the ledger says 12.00 USD"],
        ),
        (
            replace(FLAGGED, cases=(A_CASE, A_CASE)),
            ["open exceptions hold 24.00 USD in suspense:X, the ledger says 12.00 USD"],
        ),
        (
            replace(FLAGGED, cases=(replace(A_CASE, code="Y"),)),
            [
                "open exceptions hold 0.00 USD in suspense:X, the ledger says 12.00 USD",
                "open exceptions hold 12.00 USD in suspense:Y, the ledger says 0.00 USD",
            ],
        ),
        (replace(WAITS, state=DealState.EXCLUDED), ["12.00 USD wait, though it is EXCLUDED"]),
        (
            replace(WAITS, held=held(booked="-12.00", waiting="11.00")),
            ["1.00 USD are unexplained"],
        ),
    ],
)
def test_every_disagreement_is_said_with_its_figures(books: DealBooks, found: list[str]) -> None:
    assert says(books) == found


def test_each_currency_is_conserved_for_itself() -> None:
    euros = {(BOOKED, Currency("EUR")): Money(-100, Currency("EUR"))}
    balances = {**euros, **held(booked="-1.00", waiting="1.00")}
    assert [finding.says for finding in conservation(balances)] == ["1.00 EUR are unexplained"]
