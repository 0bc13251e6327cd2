"""The written form of a deal."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.calendar import Term
from bridge.model.deal import Action, Charge, Deal, DealKind, Line, Segment
from bridge.model.ids import ContractId, DealId, LineId
from bridge.model.money import Currency, Money, total
from bridge.model.notation import parse, written

KWD = Currency("KWD")
days = st.dates(date(2000, 1, 1), date(2060, 1, 1))
numbers = st.decimals(-(10**9), 10**9, places=4)
facts = st.dictionaries(
    st.text(min_size=1), st.none() | st.text() | st.booleans() | st.integers() | numbers | days
)
terms = st.builds(
    lambda start, length: Term(start, start + timedelta(days=length)), days, st.integers(1, 2000)
)
segments = st.builds(
    Segment,
    id=st.text(min_size=1).map(LineId),
    label=st.none() | st.text(),
    quantity=numbers,
    unit_price=numbers,
    amount=st.integers(-(10**12), 10**12).map(lambda minor: Money(minor, KWD)),
    term=st.none() | terms,
)
lines = st.builds(
    Line,
    product=st.text(),
    product_name=st.text(),
    action=st.sampled_from(Action),
    charge=st.sampled_from(Charge),
    segments=st.lists(segments, min_size=1, max_size=3).map(tuple),
    billing_frequency=st.none() | st.text(),
    billing_type=st.none() | st.text(),
    revises=st.none() | st.text(min_size=1).map(LineId),
    facts=facts,
)


@st.composite
def deals(draw: st.DrawFn) -> Deal:
    of = draw(st.lists(lines, max_size=3).map(tuple))
    return Deal(
        id=DealId(draw(st.text())),
        name=draw(st.text()),
        kind=draw(st.sampled_from(DealKind)),
        contract=ContractId(draw(st.text())),
        account=draw(st.text()),
        account_name=draw(st.text()),
        booked=total((line.amount for line in of), KWD),
        booked_on=draw(days),
        lines=of,
        facts=draw(facts),
    )


@given(deals())
def test_a_written_deal_is_read_back_as_the_same_deal(deal: Deal) -> None:
    assert parse(json.loads(json.dumps(written(deal)))) == deal


@given(deals().filter(lambda deal: bool(deal.lines)))
def test_a_deal_whose_lines_do_not_add_up_cannot_exist(deal: Deal) -> None:
    form = written(deal)
    form["booked"] = str(Decimal(form["booked"]) + Decimal("0.001"))
    with pytest.raises(ValueError, match="add up to"):
        parse(form)
