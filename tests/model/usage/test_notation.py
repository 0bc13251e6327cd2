"""The written form of what is metered."""

import json
from datetime import date
from decimal import Decimal

import pytest

from bridge.model.calendar import Term
from bridge.model.credits.events import Grant, GrantId, Origin, Refund, Use, Void
from bridge.model.credits.terms import DrawOrder
from bridge.model.ids import LineId
from bridge.model.usage.metering import Charge, Metering, Pool, Rated, Stated, charged
from bridge.model.usage.notation import parse, written
from tests.model.credits.wallets import USD, YEAR, a_grant, usd

DAY = date(2026, 3, 31)
POOL = Pool(
    events=(
        a_grant(),
        Grant(
            id=GrantId("b"),
            on=DAY,
            units=Decimal("0.5"),
            paid=usd("0.00"),
            valid=Term(DAY, YEAR.end),
            priority=2,
            origin=Origin.BONUS,
            bonus_of=GrantId("g1"),
            renews=frozenset({GrantId("g0"), GrantId("g1")}),
            meters=frozenset({"calls", "storage"}),
        ),
        Use(reference="u", on=DAY, units=Decimal("-1.25"), meter="calls"),
        Refund(reference="r", on=DAY, grant=GrantId("b")),
        Void(reference="v", on=DAY, units=Decimal(3)),
        Void(reference="w", on=DAY, grant=GrantId("g1")),
    ),
    through=DAY,
    stated=(
        Stated(on=DAY, drawn=Decimal(1), lapsed=Decimal(0), overage=Decimal(2), evidence="E 1"),
    ),
    order=DrawOrder.GRANTED_LAST,
    place=1,
)
TERM = (Charge(DAY, usd("1.50")), Charge(DAY, usd("-0.50")))
WHOLE = Metering(pools=(Pool(events=()), POOL), rated=(Rated(LineId("s"), TERM, 1, 2),))


@pytest.mark.parametrize("metering", [WHOLE, Metering()])
def test_what_is_metered_is_read_back_as_it_was_written(metering: Metering) -> None:
    assert parse(json.loads(json.dumps(written(metering))), USD) == metering


@pytest.mark.parametrize(("old", "renewed"), [("g0", {"g0"}), (None, set[str]())])
def test_what_renews_one_grant_or_none_is_read_as_it_was_written_once(
    old: str | None, renewed: set[str]
) -> None:
    form = written(WHOLE)
    form["pools"][1]["events"][1]["renews"] = old
    assert parse(form, USD).pools[1].grants[1].renews == renewed


def test_an_event_that_nobody_knows_is_refused() -> None:
    form = written(WHOLE)
    form["pools"][1]["events"][0]["event"] = "gift"
    with pytest.raises(ValueError, match="gift"):
        parse(form, USD)


def test_rated_terms_cost_what_their_days_cost_together() -> None:
    assert charged(WHOLE.rated, USD) == usd("1.00")


def test_a_line_grants_credits_if_a_grant_has_its_name() -> None:
    assert WHOLE.grants_by(LineId("g1"))
    assert not WHOLE.grants_by(LineId("s"))
