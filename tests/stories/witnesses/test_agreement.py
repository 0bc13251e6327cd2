"""
Two witnesses of the same contracts: the bridge predicts, the stand-in of NetSuite plans.

Neither knows a line of the other. Contracts are signed, changed, returned and merged at random
from January to August; at the end each line has the same revenue in each period, to the cent.
"""

from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest

from bridge.model.money import Money
from tests.stories.witnesses.account import Account
from tests.stories.witnesses.drawing import (
    LAST_MONTH,
    RULES,
    Contract,
    Ending,
    Move,
    Reprice,
    draw,
    first_of,
)
from tests.stories.witnesses.prediction import Prediction

TOGETHER = 50  # contracts in one account


class Story:
    """One contract, told to both witnesses."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.predicted = Prediction()
        self._order = ""
        self._keys: list[str] = []

    def write(self, account: Account, month: int) -> None:
        """Tell what reaches the account as transactions."""
        contract = self.contract
        if month == contract.signed:
            self._order = account.order(month, contract.sales)
            places = range(1, len(contract.sales) + 1)
            self._keys = [f"salesOrder {self._order} {place}" for place in places]
            self.predicted.sign(self._keys, contract.sales)
        edit = contract.edits.get(month)
        if isinstance(edit, Reprice):
            account.reprice(self._order, edit.amounts)
            self.predicted.reprice(self._keys, edit.amounts)
        if month == contract.ends:
            self._begin_ending(account, month)

    def _begin_ending(self, account: Account, month: int) -> None:
        contract = self.contract
        if contract.added:
            added = account.order(month, [contract.added])
            key = f"salesOrder {added} 1"
            self.predicted.sign([key], [contract.added])
        if contract.ending in {Ending.RETURN, Ending.RETURN_MERGED}:
            sale = contract.sales[0]
            amount = Money(max(1, sale.amount.minor // 3), contract.currency)
            back = account.take_back(self._order, contract, amount)
            self.predicted.take_back(
                f"returnAuthorization {back} 1", self._keys[0], sale, contract.taken_back, amount
            )

    def change(self, account: Account, month: int) -> None:
        """Tell what people change in revenue management itself."""
        contract, edit = self.contract, self.contract.edits.get(month)
        if isinstance(edit, Move) and account.move(self._keys[edit.place], edit.last):
            self.predicted.move(self._keys[edit.place], edit.last)
        merges = contract.ending not in {Ending.NONE, Ending.RETURN}
        if month == contract.ends and merges:
            looks_ahead = contract.ending is Ending.PROSPECTIVE
            on = first_of(month)
            account.merge(list(self.predicted.lines), on, prospective=looks_ahead)
            self.predicted.merge(on=on if looks_ahead else None, month=month)


def tell(stories: Sequence[Story]) -> list[str]:
    """Tell the stories to one account, and say on what the witnesses differ."""
    account = Account()
    for month in range(1, LAST_MONTH + 1):
        for story in stories:
            story.write(account, month)
        account.update()
        for story in stories:
            story.change(account, month)
        account.post(month)
        for story in stories:
            story.predicted.post(month)
    currencies = {
        key: story.contract.currency for story in stories for key in story.predicted.lines
    }
    account.update()
    found = account.revenue(currencies)
    return [
        f"{story.contract}\n  {key}\n  {text(found.get(key, {}))}\n  {text(one.by_period())}"
        for story in stories
        for key, one in story.predicted.lines.items()
        if nonzero(found.get(key, {})) != nonzero(one.by_period())
    ]


def nonzero(revenue: dict[str, Money]) -> dict[str, Money]:
    return {period: amount for period, amount in revenue.items() if amount}


def text(revenue: dict[str, Money]) -> str:
    return ", ".join(f"{period} {revenue[period].text()}" for period in sorted(revenue))


def drawn(seed: int, count: int) -> list[Contract]:
    random = Random(seed)
    return [draw(random, number) for number in range(count)]


def differing(seed: int, count: int) -> list[str]:
    contracts = drawn(seed, count)
    return [
        one
        for at in range(0, count, TOGETHER)
        for one in tell([Story(contract) for contract in contracts[at : at + TOGETHER]])
    ]


@pytest.mark.parametrize("seed", range(2))
def test_both_witnesses_agree_on_a_quarter_of_a_thousand_contracts(seed: int) -> None:
    assert differing(seed, 250) == []


@pytest.mark.on_demand
@pytest.mark.parametrize("seed", range(100, 140))
def test_both_witnesses_agree_on_a_fortieth_of_ten_thousand_contracts(seed: int) -> None:
    assert differing(seed, 250) == []


def test_the_contracts_hold_every_rule_change_and_ending() -> None:
    contracts = [one for seed in range(2) for one in drawn(seed, 250)]
    edits = [edit for one in contracts for edit in one.edits.values()]
    kinds = Counter(
        [
            *(sale.rule for one in contracts for sale in one.sales),
            *(sale.shares for one in contracts for sale in one.sales),
            *(one.currency.code for one in contracts),
            *(one.ending for one in contracts),
            *(type(edit) for edit in edits),
        ]
    )
    wanted = {*RULES, True, False, "USD", "EUR", "JPY", "KWD", *Ending, Reprice, Move}
    assert {kind for kind, count in kinds.items() if count >= 12} == wanted
