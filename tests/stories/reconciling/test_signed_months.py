"""A month that was signed, and somebody who works in NetSuite afterwards: the daemon sees it."""

from datetime import date, timedelta
from pathlib import Path

from bridge.flow.explaining.retracing import Retracing
from bridge.flow.explaining.telling import explain
from bridge.flow.reconciling import daily
from bridge.flow.reconciling.figures import Situation, situations, stated
from bridge.flow.reconciling.rolls.making import Wanted, roll
from bridge.flow.reconciling.rolls.tabling import report
from bridge.flow.reconciling.rolls.told import Part, told
from bridge.flow.reconciling.signing import Seen, Signing
from bridge.flow.reconciling.stating import Ends, Reconciling
from bridge.model.money import Currency, Money
from bridge.reconcile.rolls.roll import Measured
from bridge.reconcile.signatures import PeriodState
from tests.stories.changes.test_a_year_told import approve, tell
from tests.stories.reconciling.test_a_quarter import UPSELL, by_hand, named, of_the_first_line
from tests.stories.stand import Stand, a_stand, order

MARCH, WHY = Seen("2026-03"), "March is complete"


def ends(stand: Stand) -> Ends:
    return Ends(
        salesforce=stand.ends.salesforce,
        revenue=stand.ends.netsuite.revenue,
        store=stand.ends.store,
        clock=stand.ends.clock,
    )


def state(stand: Stand) -> Situation:
    """Let the daemon make the statements of a day, and return how March stands."""
    daily.state_all(ends(stand), lambda: stand.edition.rulebook, {}, timedelta(days=1))
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
        moved = {(one.measure, one.code): (one.old, one.new) for one in held.moved}
        # A twelfth of 120,000.00 was planned, of 126,000.00 it is now.
        usd = Currency("USD")
        assert moved["plan", "end"] == (Money(1_000_000, usd), Money(1_050_000, usd))
        # Each day makes four statements and the roll-forwards: March was signed from three of the
        # first day, of the second day nobody did anything, and those of the third are the last.
        assert measures(stand, range(1, 6)) == ["plan", "revenue", "rolls"]
        assert measures(stand, range(6, 11)) == []
        assert measures(stand, range(11, 16)) == ["bookings", "plan", "revenue", "arr", "rolls"]
        restated(stand)


def restated(stand: Stand) -> None:
    """
    April opens as March was signed, and begins with what came since.

    Nine twelfths are left behind March: of 120,000.00 they were 90,000.00, of 126,000.00 they are
    94,500.00. April, which is open, has a twelfth of 126,000.00.
    """
    making = Reconciling(ends(stand), stand.edition.rulebook)
    wanted = Wanted(as_of=date(2026, 4, 30), periods="2026-03..2026-04")
    kept = roll(stand.ends.store, making.rulebook, wanted, making.gather(None)).statement
    assert kept.content["signed"] == {"2026-03": 5}
    [found] = (one for one in told(kept) if one.measure is Measured.OBLIGATIONS)
    assert {
        line.name: [amount.text() for amount in line.amounts]
        for line in found.lines
        if not line.is_nothing and line.part is not Part.DETAIL
    } == {
        "opening": ["105000.00", "90000.00"],
        "restated": ["-4500.00", "4500.00"],
        "revenue": ["-10500.00", "-10500.00"],
        "closing": ["90000.00", "84000.00"],
    }
    of = f"roll:{kept.id}/USD/obligations/2026-04"
    with stand.ends.store.reading() as view:
        explained = {
            name: explain(view, Retracing(), f"{of}/{name}") for name in ("opening", "restated")
        }
    assert all(one.recomputed for one in explained.values())
    facts = {fact.name: fact for one in explained["restated"].chapters for fact in one.facts}
    assert facts["2026-03 signed"].says.endswith(f": {WHY}")
    assert facts["its closing stays"].says == "as roll-forwards 5 told it"
    who = [fact for name, fact in facts.items() if "?of=" in (fact.ref or "")]
    assert [one.says for one in who] == ["4,500.00 USD"]
    with stand.ends.store.reading() as view:
        table = report(view, kept)
    [as_signed] = (row for row in table.rows if row[2] == "Closing as signed")
    says = "by roll-forwards 5; what came since is Restated behind it"
    assert as_signed == (None, "2026-03", "Closing as signed", None, says)
    with stand.ends.store.reading() as view:
        part = explain(view, Retracing(), who[0].ref or "")
    refs = {fact.ref for one in part.chapters for fact in one.facts}
    assert {order("O-B0"), f"{named('B0')}/1"} <= refs


def measures(stand: Stand, numbers: range) -> list[str]:
    """Return of what the statements are that are kept, among those of these numbers."""
    with stand.ends.store.reading() as view:
        kept = [view.reconciling.statements.of(number) for number in numbers]
    return [one.measure for one in kept if one is not None]
