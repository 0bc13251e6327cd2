from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.ledger import moves
from bridge.ledger.entries import Draft, imbalance
from bridge.model.flags import Flag
from bridge.model.ids import Digest, ExternalId
from bridge.model.money import Money
from tests.ledger.building import DEAL, USD, usd

NAME = ExternalId("bridge-1-so-1")
BODY = Digest("b" * 64)


def every_move(amount: Money) -> dict[str, Draft]:
    flag = Flag("REFUSED", "the item is inactive", (), amount)
    return {
        "booked": moves.booked(DEAL, amount, {}),
        "rebooked": moves.rebooked(DEAL, amount, {}, acknowledged=False),
        "changed": moves.rebooked(DEAL, amount, {}, acknowledged=True),
        "flagged": moves.flagged(DEAL, "X", amount, (flag,), {}),
        "unflagged": moves.unflagged(DEAL, "X", amount, {}),
        "excluded": moves.excluded(DEAL, "r#1", amount, "why", {}),
        "included": moves.included(DEAL, "r#1", amount, {}),
        "prepared": moves.prepared(DEAL, NAME, amount, BODY, {}),
        "superseded": moves.superseded(DEAL, NAME, amount, BODY, {}),
        "acknowledged": moves.acknowledged(DEAL, NAME, amount, {"how": "observed"}),
        "refused": moves.refused(DEAL, NAME, amount, flag),
        "reopened": moves.reopened(DEAL, NAME, amount, "REFUSED", {}),
    }


#: Where an amount comes from and where it goes, as DESIGN tells the way of a deal.
PATHS = {
    "booked": ("booked", "waiting"),
    "rebooked": ("booked", "waiting"),
    "changed": ("booked", "waiting"),
    "flagged": ("waiting", "suspense:X"),
    "unflagged": ("suspense:X", "waiting"),
    "excluded": ("waiting", "excluded:r#1"),
    "included": ("excluded:r#1", "waiting"),
    "prepared": ("waiting", "pending"),
    "superseded": ("pending", "waiting"),
    "acknowledged": ("pending", "ordered"),
    "refused": ("pending", "suspense:REFUSED"),
    "reopened": ("suspense:REFUSED", "pending"),
}


def legs(draft: Draft) -> Iterable[tuple[str, str]]:
    return [(leg.account, leg.money.text()) for leg in draft.postings]


@pytest.mark.parametrize("name", PATHS)
def test_a_move_takes_from_one_account_what_it_gives_to_another(name: str) -> None:
    origin, target = PATHS[name]
    draft = every_move(usd("12.00"))[name]
    assert draft.kind == name.upper()
    assert legs(draft) == [(origin, "-12.00"), (target, "12.00")]


@pytest.mark.parametrize("name", PATHS)
def test_a_decrease_moves_with_its_own_sign(name: str) -> None:
    origin, target = PATHS[name]
    assert legs(every_move(usd("-12.00"))[name]) == [(origin, "12.00"), (target, "-12.00")]


@pytest.mark.parametrize("name", PATHS)
def test_a_move_of_nothing_is_written_down_without_postings(name: str) -> None:
    assert legs(every_move(usd("0.00"))[name]) == []


@given(minor=st.integers())
def test_every_move_balances(minor: int) -> None:
    assert not any(imbalance(draft.postings) for draft in every_move(Money(minor, USD)).values())
