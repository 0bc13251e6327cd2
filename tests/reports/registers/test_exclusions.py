"""The register of exclusions, read from entries of the ledger."""

from datetime import timedelta

from bridge.ledger import moves
from bridge.ledger.chain import Head, append
from bridge.ledger.entries import Draft, Entry
from bridge.model.ids import DealId
from bridge.reports.registers.exclusions import exclusions
from tests.reports.printing import NOON, money

DEAL, OTHER = DealId("8010000000000001AA"), DealId("8010000000000002AA")
RULES = {"rulebook": "r" * 64}


def ledger(*drafts: Draft) -> list[Entry]:
    """Write drafts one hour after the other."""
    head, found = Head(), []
    for number, draft in enumerate(drafts):
        at = NOON + timedelta(hours=number)
        found.append(append(head, draft, actor="bridge", at=at))
        head = Head(found[-1].seq, found[-1].hash)
    return found


def test_what_is_left_out_stands_until_it_is_taken_back() -> None:
    amount = money("10.00")
    first, second = exclusions(
        ledger(
            moves.excluded(DEAL, "scope#trial", amount, "a trial", RULES),
            moves.excluded(OTHER, "scope#trial", -amount, "a trial", {}),
            moves.included(DEAL, "scope#trial", amount, {}),
        )
    )
    assert (first.deal, first.rule, first.amount, first.says) == (
        DEAL,
        "scope#trial",
        amount,
        "a trial",
    )
    assert (first.since, first.until) == (NOON, NOON + timedelta(hours=2))
    assert (first.rulebook, first.entry) == ("r" * 64, 1)
    assert (second.amount, second.until, second.rulebook) == (-amount, None, None)


def test_the_same_deal_may_be_left_out_again_and_by_another_rule() -> None:
    amount, euros = money("10.00"), money("3.00", "EUR")
    found = exclusions(
        ledger(
            moves.excluded(DEAL, "scope#trial", amount, "a trial", {}),
            moves.excluded(DEAL, "scope#trial", euros, "a trial", {}),
            moves.included(DEAL, "scope#trial", amount, {}),
            moves.excluded(DEAL, "decision:rejected", amount, "no booking", {}),
            moves.excluded(OTHER, "scope#trial", money("0"), "nothing moves", {}),
        )
    )
    assert [(one.rule, str(one.amount), one.until is None) for one in found] == [
        ("scope#trial", "10.00 USD", False),
        ("scope#trial", "3.00 EUR", True),
        ("decision:rejected", "10.00 USD", True),
    ]
