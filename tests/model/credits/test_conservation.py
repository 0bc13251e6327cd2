"""Laws of wallets that hypothesis tries to break: conservation, and any order of arrival."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.model.calendar import Term
from bridge.model.credits.balance import balance_of
from bridge.model.credits.breakage import Breakage, BreakagePolicy, Expectation, recognised
from bridge.model.credits.events import Event, Grant, GrantId, Refund, Use, Void
from bridge.model.credits.lots import Cause, Movement
from bridge.model.credits.terms import BonusPrice, DrawOrder, Rollover, Terms
from bridge.model.money import Money
from tests.model.credits.wallets import FIRST, USD, told

DAYS = st.integers(0, 300).map(lambda count: FIRST + timedelta(days=count))
#: Millionths of a unit, up to a thousand units.
UNITS = (st.integers(1, 50) | st.integers(1, 10**9)).map(lambda one: Decimal(one).scaleb(-6))
NAMES = st.sampled_from(["g1", "g2", "g3", "g4"]).map(GrantId)
METERS = st.sampled_from(["", "calls", "storage"])
REFERENCES = st.integers(0, 30).map(lambda number: f"u{number}")


#: One quarter follows on the other, so that there is something to be carried over into.
VALID = st.sampled_from(
    [
        None,
        Term.inclusive(date(2026, 1, 1), date(2026, 3, 31)),
        Term.inclusive(date(2026, 4, 1), date(2026, 6, 30)),
        Term.inclusive(date(2026, 7, 1), date(2026, 9, 30)),
    ]
)


@st.composite
def grants(draw: st.DrawFn) -> Grant:
    valid = draw(VALID)
    before = timedelta(days=draw(st.integers(0, 3)))
    return Grant(
        id=draw(NAMES),
        on=(valid.start if valid else date(2026, 2, 1)) - before,
        units=draw(UNITS),
        paid=Money(draw(st.integers(0, 1_000)), USD),
        valid=valid,
        priority=draw(st.integers(0, 2)),
        bonus_of=draw(st.none() | NAMES),
        renews=draw(st.frozensets(NAMES, max_size=2)),
        meters=draw(st.sampled_from([frozenset[str](), frozenset({"calls"})])),
    )


SIGNED = st.builds(lambda units, sign: units * sign, UNITS, st.sampled_from([1, 1, 1, -1]))
USES = st.builds(Use, reference=REFERENCES, on=DAYS, units=SIGNED, meter=METERS)
REFUNDS = st.builds(Refund, reference=REFERENCES, on=DAYS, grant=NAMES, units=st.none() | UNITS)
VOIDS = st.builds(
    Void, reference=REFERENCES, on=DAYS, units=st.none() | UNITS, grant=st.none() | NAMES
)
EVENTS = st.lists(grants() | USES | USES | USES | REFUNDS | VOIDS, max_size=12)
#: Drawing such stories is dear, and each holds many moments at which a law may break.
FEWER = settings(max_examples=40)
TERMS = st.builds(
    Terms,
    order=st.sampled_from(DrawOrder),
    rollover=st.sampled_from(Rollover),
    rolled=st.sampled_from([Fraction(1), Fraction(1, 3), Fraction(7, 10)]),
    bonus=st.sampled_from(BonusPrice),
)


@FEWER
@given(EVENTS, TERMS, DAYS)
def test_units_and_money_conserve_after_every_single_movement(
    events: list[Event], terms: Terms, through: date
) -> None:
    wallet = told(events, terms, through)
    lots: dict[GrantId, tuple[Decimal, Money]] = {}
    for one in wallet.movements:
        if one.grant is None:
            continue
        units, money = lots.get(one.grant, (Decimal(0), Money(0, USD)))
        sign = 1 if one.cause in (Cause.GRANTED, Cause.ROLLED_IN) else -1
        lots[one.grant] = (units + sign * one.units, money + Money(sign * one.money.minor, USD))
        assert lots[one.grant][0] >= 0
        assert lots[one.grant][1].minor >= 0
    for grant in wallet.grants:
        left = wallet.balance(grant=grant.id).left
        assert (left.units, left.money) == lots[grant.id]


@FEWER
@given(EVENTS, TERMS, DAYS)
def test_what_was_granted_is_left_or_drawn_or_lapsed_or_refunded_or_carried_over(
    events: list[Event], terms: Terms, through: date
) -> None:
    wallet = told(events, terms, through)
    for at in range(len(wallet.movements) + 1):
        moved = wallet.movements[:at]
        if moved and moved[-1].cause is Cause.ROLLED_OUT:
            continue  # it arrives in the same moment
        whole = balance_of(moved, USD)
        assert whole.rolled.units == 0
        assert whole.rolled.money == Money(0, USD)
        parts = (whole.left, whole.drawn, whole.lapsed, whole.refunded)
        assert sum((part.units for part in parts), Decimal(0)) == whole.granted.units
        assert sum(part.money.minor for part in parts) == whole.granted.money.minor
        assert all(part.units >= 0 for part in parts)
        assert all(part.money.minor >= 0 for part in parts)


@FEWER
@given(EVENTS.flatmap(lambda one: st.tuples(st.just(one), st.permutations(one))), TERMS, DAYS)
def test_no_order_of_arrival_and_no_repetition_changes_a_wallet(
    events: tuple[list[Event], list[Event]], terms: Terms, through: date
) -> None:
    first, other = events
    assert told(first, terms, through) == told([*other, *other], terms, through)


@FEWER
@given(EVENTS, TERMS, DAYS, DAYS)
def test_later_events_change_nothing_of_the_days_before(
    events: list[Event], terms: Terms, one: date, other: date
) -> None:
    early, late = sorted((one, other))
    before = told(events, terms, early).movements
    assert [each for each in told(events, terms, late).movements if each.on <= early] == [*before]


@FEWER
@given(EVENTS, TERMS, DAYS)
def test_all_use_is_drawn_or_overage(events: list[Event], terms: Terms, through: date) -> None:
    wallet = told(events, terms, through)
    refused = {name for one in wallet.conflicts for name in one.references}
    uses = {
        one.reference: one.units
        for one in events
        if isinstance(one, Use) and one.on <= through and one.reference not in refused
    }
    moved = [one for one in wallet.movements if _is_use(one) and one.reference not in refused]
    assert sum((one.units for one in moved), Decimal(0)) == sum(uses.values(), Decimal(0))


def _is_use(movement: Movement) -> bool:
    back = movement.cause is Cause.LAPSED and movement.meter
    return movement.cause in (Cause.DRAWN, Cause.OVERAGE) and not back


@FEWER
@given(EVENTS, TERMS, DAYS, st.sampled_from(Breakage), st.none() | DAYS)
def test_what_was_paid_is_recognised_or_deferred_or_refunded_or_owed(
    events: list[Event], terms: Terms, through: date, breakage: Breakage, remote: date | None
) -> None:
    wallet = told(events, terms, through)
    policy = BreakagePolicy(
        breakage=breakage,
        expected=(Expectation(FIRST, Fraction(1, 10)), Expectation(through, Fraction(1, 7))),
        remote_on=remote,
    )
    revenue = sum(one.amount.minor for one in recognised(wallet, policy))
    whole = wallet.balance()
    kept = whole.granted.money - whole.refunded.money
    if breakage is Breakage.NEVER:
        kept -= whole.lapsed.money
    assert 0 <= revenue <= kept.minor
    if not whole.left.units:
        assert revenue == kept.minor
