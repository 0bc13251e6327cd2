"""An order that somebody deleted in NetSuite and entered again: two people say it is one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bridge.errors import Misconfigured, NotPermitted
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.pairing import finding, forms
from bridge.flow.reconciling.pairing.deciding import Pairing
from bridge.flow.reconciling.stating import Asked
from bridge.flow.reporting.catalogue import Wish, report
from bridge.model.ids import LineId
from bridge.model.money import Currency, Money
from bridge.reconcile.pairs import Named, PairState, let_go
from bridge.reconcile.sides import Sides, Terms
from tests.stories.changes.test_a_year_told import approve, tell
from tests.stories.reconciling.test_a_quarter import (
    UPSELL,
    by_hand,
    named,
    of_the_first_line,
    reconciling,
)
from tests.stories.stand import Stand, a_stand

WHY, USD = "entered anew after a mistake", Currency("USD")
ALONE = {"DEL-1": "-120000.00", "POP-2": "120000.00"}


def entered_again(stand: Stand) -> None:
    """Somebody deletes our order of 120,000.00 USD for 2026, and enters it once more by hand."""
    header = {
        "entity": {"id": stand.orders()[named("B0")]["entity"]["id"]},
        "subsidiary": {"externalId": "US-INC"},
        "currency": {"externalId": "USD"},
        "tranDate": "2026-01-01",
        "orderStatus": {"id": "B"},
    }
    line = {
        "line": 1,
        "item": {"externalId": "SUB-ULT"},
        "quantity": 100,
        "amount": 120000,
        "revRecStartDate": "2026-01-01",
        "revRecEndDate": "2026-12-31",
    }
    by_hand(stand, "DELETE", f"salesOrder/eid:{named('B0')}")
    by_hand(stand, "POST", "salesOrder", externalId="HAND-1", **header, item={"items": [line]})
    tell(stand, "jobs", {"run": "update-arrangements"})


def stated(stand: Stand) -> Mapping[str, str]:
    """Return what the classes of orders come to; the bookings and the end never change by them."""
    stand.later(86_400)
    asked = Asked(as_of=date(2026, 3, 31), measure=Measures.BOOKINGS)
    (found,) = reconciling(stand).run(asked).statements
    assert found.ties
    assert not found.unexplained
    assert sum(found.start.values()) == 12_000_000
    return {code: found.amount(code).text() for code in found.classes if code != "PER-1"}


def sides(stand: Stand) -> Sides:
    with stand.ends.store.reading() as view:
        return finding.last_told(view, stand.edition.rulebook)


def doubled(found: Sides, both: Named) -> Sides:
    """Both lines have twice the amount since they were proposed."""

    def twice(terms: Terms) -> Terms:
        return replace(terms, amount=Money(2 * terms.amount.minor, terms.amount.currency))

    return replace(
        found,
        held=tuple(
            replace(one, terms=twice(one.terms)) if one.order == both.order else one
            for one in found.held
        ),
        booked=tuple(
            replace(one, sold=tuple(map(twice, one.sold))) if one.line == both.sold else one
            for one in found.booked
        ),
    )


def of_another(found: Sides, both: Named) -> Sides:
    """Both lines are another customer's since they were proposed."""
    return replace(
        found,
        held=tuple(
            replace(one, customer_name="Somebody else") if one.order == both.order else one
            for one in found.held
        ),
        booked=tuple(
            replace(one, customer_name="Somebody else") if one.line == both.sold else one
            for one in found.booked
        ),
    )


def test_what_two_people_pair_is_booked_by_hand_as_long_as_both_lines_tie(tmp_path: Path) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        stand.sync()
        approve(stand, "salesOrder", named("B0"))
        entered_again(stand)
        assert stated(stand) == ALONE
        (found,) = finding.candidates(sides(stand), ())
        (sold,) = found.booked
        told = forms.candidate(found)["could_be"][0]
        assert (told["stands"], told["days_apart"], told["product"]) == ("ORDERED", 0, "ENT")
        wanted = Named(found.held.order, found.held.line, sold.line)
        ana, ben = (Pairing(stand.ends.store, name) for name in ("Ana", "Ben"))
        for wrong in (
            Named(wanted.order, 99, wanted.sold),
            Named(wanted.order, wanted.line, LineId("802")),
        ):
            with pytest.raises(Misconfigured, match="take one of `bridge pairs candidates`"):
                ana.propose(wrong, WHY, sides(stand), {})
        pair = ana.propose(wanted, WHY, sides(stand), {USD: Money(11_999_999, USD)})
        assert (pair.state, pair.amount) == (PairState.PROPOSED, Money(12_000_000, USD))
        with pytest.raises(Misconfigured, match=f"pair {pair.number} has one of the two lines"):
            ben.propose(wanted, WHY, sides(stand), {})
        with pytest.raises(NotPermitted, match="Ana proposed it"):
            Pairing(stand.ends.store, "ANA").confirm(pair.number, WHY, sides(stand))
        with pytest.raises(Misconfigured, match=r"240,000\.00 USD by now, and 120,000\.00"):
            ben.confirm(pair.number, WHY, doubled(sides(stand), wanted))
        with pytest.raises(Misconfigured, match="Somebody else's by now, and ACME"):
            ben.confirm(pair.number, WHY, of_another(sides(stand), wanted))
        assert ben.confirm(pair.number, "I know the order", sides(stand)).state is PairState.STANDS
        assert stated(stand) == {"POP-4": "0.00"}
        assert ana.revoke(pair.number, "it is another order").state is PairState.REVOKED
        alone = ben.propose(wanted, WHY, sides(stand), {USD: Money(12_000_000, USD)})
        assert (alone.state, alone.answered) == (PairState.STANDS, None)
        by_hand(stand, "PATCH", "salesOrder/eid:HAND-1", **of_the_first_line(amount=120600))
        assert stated(stand) == {"DEL-1": "-120000.00", "POP-2": "120600.00"}, "they do not tie"
        why = let_go(sides(stand), [alone])[alone.number]
        assert "120,600.00 USD, the deal's 120,000.00 USD" in why
        with stand.ends.store.reading() as view:
            register = report(view, "pairs", Wish(now=stand.ends.clock()))
        assert [(row[2], row[3], row[4]) for row in register.rows] == [
            (pair.number, "proposed", "Ana"),
            (pair.number, "confirmed", "Ben"),
            (pair.number, "revoked", "Ana"),
            (alone.number, "settled alone", "Ben"),
        ]
        assert stand.ends.store.verify() == ()
