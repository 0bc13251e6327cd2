"""What a deleted order of another currency was worth: at the rate that it had, and never at one."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.stating import Asked
from tests.stories.reconciling.test_a_quarter import by_hand, copied, named
from tests.stories.reconciling.test_held_deals import stated
from tests.stories.stand import UPSELL, Stand, a_stand, changed_rules

OF_MARCH = Asked(as_of=date(2026, 3, 31), measure=Measures.BOOKINGS)


def classes(stand: Stand) -> dict[str, tuple[str, dict[str, str]]]:
    """What each currency of the books starts with, and its classes."""
    found = stated(stand, OF_MARCH).statements
    assert all(one.ties for one in found)
    return {
        one.currency.code: (
            f"{Decimal(sum(one.start.values())).scaleb(-2)}",
            {code: one.amount(code).text() for code in one.classes},
        )
        for one in found
    }


def in_pounds(folder: Path) -> Path:
    """Rules by which pounds are sold by the subsidiary whose books are in dollars."""
    euros = "- [EUR, DE-GMBH]"
    return changed_rules(folder, "subsidiaries.yaml", euros, f"{euros}\n  - [GBP, US-INC]")


def test_a_deleted_order_is_worth_what_it_was_when_it_was_there(tmp_path: Path) -> None:
    """30,000.00 GBP at two dollars, beside 120,000.00 USD of an order that stays."""
    with a_stand(tmp_path / "stand", UPSELL, rules=in_pounds(tmp_path)) as stand:
        stand.arrive(*copied("E4", "GBP", 300))
        stand.sync()
        by_hand(stand, "PATCH", f"salesOrder/eid:{named('E4')}", exchangeRate=2)
        assert classes(stand) == {"USD": ("180000.00", {})}
        by_hand(stand, "DELETE", f"salesOrder/eid:{named('E4')}")
        for _ in range(2):
            stand.later(86_400)
            assert classes(stand) == {"USD": ("180000.00", {"DEL-1": "-60000.00"})}


def test_an_order_of_which_nobody_ever_told_a_rate_stands_in_its_own_currency(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path / "stand", UPSELL, rules=in_pounds(tmp_path)) as stand:
        stand.arrive(*copied("E4", "GBP", 300))
        stand.sync()
        by_hand(stand, "DELETE", f"salesOrder/eid:{named('E4')}")
        stand.later(86_400)
        assert classes(stand) == {
            "GBP": ("30000.00", {"DEL-1": "-30000.00"}),
            "USD": ("120000.00", {}),
        }
