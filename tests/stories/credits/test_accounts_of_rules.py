"""
A journal of prepaid credits on accounts that no revenue element names, but a rule does.

Of the credits 1,600.00 USD were drawn in March. The rule has that taken out of DEFERRED-CREDITS
(2510 Deferred Credits) and makes it revenue of USAGE-REVENUE (4100 Usage Revenue); the item of the
order defers and recognises on other accounts.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from bridge.adapters.netsuite.session import Call
from bridge.flow.journals import note_posted
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.rolls.making import Wanted, roll
from bridge.flow.reconciling.rolls.told import ToldRoll, told
from bridge.flow.reconciling.stating import Asked
from bridge.model.ids import canonical
from bridge.model.money import Currency, Money
from bridge.reconcile.rolls.roll import Measured
from bridge.reconcile.statement import Statement
from tests.stories.credits.test_proposed_journals import CREDITS, journals
from tests.stories.reconciling.rolls.test_rolled_quarter import reconciling
from tests.stories.stand import Stand, a_stand

USD = Currency("USD")
MARCH = "2026-03"


@pytest.fixture
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with a_stand(tmp_path_factory.mktemp("accounts"), CREDITS) as opened:
        opened.sync()
        yield opened


def stated(stand: Stand) -> Statement:
    asked = Asked(as_of=date(2026, 12, 31), measure=Measures.REVENUE)
    [found] = reconciling(stand).run(asked).statements
    assert found.ties
    assert not found.unexplained
    return found


def post(stand: Stand) -> str:
    """Post the first proposed journal as it was proposed; return its internal id."""
    sides = [
        {"line": 0, "account": {"externalId": "DEFERRED-CREDITS"}, "debit": 1600},
        {"line": 1, "account": {"externalId": "USAGE-REVENUE"}, "credit": 1600},
    ]
    money, books = {"externalId": "USD"}, {"externalId": "US-INC"}
    body = {"tranDate": "2026-03-31", "currency": money, "subsidiary": books}
    call = Call(
        operation="by hand",
        method="POST",
        path="/services/rest/record/v1/journalEntry",
        headers={"Content-Type": "application/json"},
        body=canonical({**body, "line": {"items": sides}}),
    )
    return stand.ends.netsuite._session.write(call).headers["Location"].rpartition("/")[2]


def test_a_journal_on_accounts_of_a_rule_alone_is_revenue_and_no_longer_to_be_posted(
    stand: Stand,
) -> None:
    before = stated(stand)
    assert before.classes["JRN-1"][MARCH] == -160_000
    assert not any(before.end.values())
    first = journals(stand)[0].document.external_id
    note_posted(stand.ends.store, stand.ends.netsuite, first, post(stand), "Ana")
    after = stated(stand)
    assert MARCH not in after.classes["JRN-1"]
    assert dict(after.end) == {MARCH: 160_000}
    kept = roll_forward(stand)
    lines = {line.title: line.amounts for line in kept[Measured.DEFERRED].lines}
    assert lines["NetSuite, account 2510 Deferred Credits"] == (Money(-160_000, USD),)
    assert lines["Journals by hand"] == (Money(-160_000, USD),)
    assert kept[Measured.DEFERRED].ties


def roll_forward(stand: Stand) -> dict[Measured, ToldRoll]:
    making = reconciling(stand)
    wanted = Wanted(as_of=date(2026, 12, 31), periods=MARCH)
    kept = roll(stand.ends.store, making.rulebook, wanted, making.gather(making.read()))
    return {one.measure: one for one in told(kept.statement)}
