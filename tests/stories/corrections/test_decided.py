"""One changed order that a person decides about: corrected, though no rule does so."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bridge.flow.outcomes.overriding import Answer, Given, Overriding
from bridge.queue.life import WaitsFor
from tests.stories.stand import RAMP, Stand, a_stand
from tests.stories.test_changed_deals import MORE_SEATS, THE_ORDER

#: Corrected, for this deal alone.
ANSWER = Answer(rule="correction", cells={"correction": "correct_unbilled"})
GIVEN = Given(answers=[ANSWER], reason="sales mistyped the seats", until=date(2026, 3, 31))

#: One seat in each year: 1,080.00 and 1,260.00 and 1,323.00 are 3,663.00 in place of 561,600.00.
ONE_SEAT: tuple[dict[str, Any], ...] = (
    *(
        record
        for year, price in (("1", "1080.00"), ("2", "1260.00"), ("3", "1323.00"))
        for record in (
            {"type": "OrderItem", "key": f"OI-A{year}", "Quantity": "1", "TotalPrice": price},
            {
                "type": "SBQQ__QuoteLine__c",
                "key": f"QL-A{year}",
                "SBQQ__Quantity__c": "1",
                "SBQQ__EffectiveQuantity__c": "1",
                "SBQQ__NetTotal__c": price,
                "SBQQ__CustomerTotal__c": price,
            },
            {"type": "SBQQ__Subscription__c", "key": f"SUB-A{year}", "SBQQ__Quantity__c": "1"},
        )
    ),
    {"type": "Order", "key": "O-A", "TotalAmount": "3663.00"},
)


def correct_by_hand(stand: Stand) -> None:
    """Give the order in NetSuite what its deal says now."""
    line = {"line": 3, "quantity": 210, "amount": 277830, "price": {"id": "-1"}}
    stand.change_in_netsuite(f"salesOrder/eid:{THE_ORDER}", item={"items": [line]})


@pytest.mark.parametrize("by_hand", [False, True])
def test_an_order_that_was_corrected_by_hand_ties_and_any_other_is_corrected(
    tmp_path: Path, *, by_hand: bool
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        stand.arrive(*MORE_SEATS)
        stand.sync()
        assert stand.codes() == [("CHANGED_AFTER_POSTING", "13230.00")]
        if by_hand:
            correct_by_hand(stand)
        limits = {"USD": Decimal(1_000_000)}
        ana = Overriding(stand.ends.store, "Ana", stand.edition.rulebook, limits)
        (asked,) = ana.questions(1)
        assert (asked.rule.name, asked.facts["quantity_changes"]) == ("correction", True)
        ana.override(1, GIVEN)
        assert stand.sync().posted_now == 1
        assert stand.codes() == []
        assert stand.position() == {"booked": "574830.00", "ordered": "574830.00"}
        # what somebody did by hand is done once, and not done again
        assert stand.effects() == [(THE_ORDER, "created"), (THE_ORDER, "updated")]
        *_, correction = stand.deal("O-A").documents
        assert correction.settled_how == ("observed" if by_hand else "acknowledged")


def test_who_corrects_an_order_of_much_into_one_of_little_does_not_do_so_alone(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        stand.arrive(*ONE_SEAT)
        stand.sync()
        assert stand.codes() == [("CHANGED_AFTER_POSTING", "-557937.00")]
        ana = Overriding(
            stand.ends.store, "Ana", stand.edition.rulebook, {"USD": Decimal("3663.00")}
        )
        life = ana.override(1, GIVEN).lived.life
        assert (life.waits_for, life.decision) == (WaitsFor.SECOND, None)
        assert stand.sync().posted_now == 0
