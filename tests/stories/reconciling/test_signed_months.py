"""A month that was signed, and somebody who works in NetSuite afterwards: the daemon sees it."""

from datetime import timedelta
from pathlib import Path

from bridge.flow.reconciling import daily
from bridge.flow.reconciling.figures import Situation, situations, stated
from bridge.flow.reconciling.signing import Seen, Signing
from bridge.flow.reconciling.stating import Ends
from bridge.model.money import Currency, Money
from bridge.reconcile.signatures import PeriodState
from tests.stories.changes.test_a_year_told import approve, tell
from tests.stories.reconciling.test_a_quarter import UPSELL, by_hand, named, of_the_first_line
from tests.stories.stand import Stand, a_stand

MARCH, WHY = Seen("2026-03"), "March is complete"


def state(stand: Stand) -> Situation:
    """Let the daemon make the statements of a day, and return how March stands."""
    ends = Ends(
        salesforce=stand.ends.salesforce,
        revenue=stand.ends.netsuite.revenue,
        store=stand.ends.store,
        clock=stand.ends.clock,
    )
    daily.state_all(ends, lambda: stand.edition.rulebook, {}, timedelta(days=1))
    with stand.ends.store.reading() as view:
        return situations(view, stated(view))[MARCH.period]


def test_a_signature_is_suspended_by_the_next_statements_after_a_price_was_changed(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        stand.sync()
        approve(stand, "salesOrder", named("B0"))
        tell(stand, "jobs", {"run": "update-arrangements"})
        held = state(stand)
        comments = dict.fromkeys(held.to_explain({}), "nothing is posted yet")
        Signing(stand.ends.store, "Ana").prepare(MARCH, comments, WHY, {})
        Signing(stand.ends.store, "Ben").sign(MARCH, WHY)
        stand.later(86_400)
        assert state(stand).state is PeriodState.SIGNED, "nothing has moved"
        price = of_the_first_line(amount=126000)
        by_hand(stand, "PATCH", f"salesOrder/eid:{named('B0')}", **price)
        tell(stand, "jobs", {"run": "update-arrangements"})
        stand.later(86_400)
        held = state(stand)
        assert held.standing.state is PeriodState.SUSPENDED, "the ledger has it"
        ends = {(one.measure, one.code): (one.old, one.new) for one in held.moved}
        # A twelfth of 120,000.00 was planned, of 126,000.00 it is now.
        usd = Currency("USD")
        assert ends["plan", "end"] == (Money(1_000_000, usd), Money(1_050_000, usd))
        # Each day makes four statements and the roll-forwards: March was signed from two of the
        # first day, of the second day nobody did anything, and those of the third are the last.
        assert measures(stand, range(1, 6)) == ["plan", "revenue"]
        assert measures(stand, range(6, 11)) == []
        assert measures(stand, range(11, 16)) == ["bookings", "plan", "revenue", "arr", "rolls"]


def measures(stand: Stand, numbers: range) -> list[str]:
    """Return of what the statements are that are kept, among those of these numbers."""
    with stand.ends.store.reading() as view:
        kept = [view.reconciling.statements.of(number) for number in numbers]
    return [one.measure for one in kept if one is not None]
