"""Laws of the translation over random deals: nothing is lost, and nothing depends on chance."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bridge.flow.judging import facts
from bridge.model.document import Document
from bridge.model.money import Money, total
from bridge.model.record import Record, Scalar
from bridge.translate import Awaited, Flagged, Translated, Translation
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order
from tests.mappers.scenarios import REPRESENTED, all_of, seed

Builder = Callable[..., Built]
both = pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
CENTS = st.integers(min_value=0, max_value=10**7).map(lambda cents: f"{Decimal(cents) / 100:.2f}")
PIECES = st.integers(min_value=1, max_value=10**4).map(str)


@st.composite
def plain_lines(draw: st.DrawFn) -> list[Sold]:
    first = draw(DAYS)
    last = first + timedelta(days=draw(st.integers(min_value=0, max_value=2000)))
    product = draw(st.sampled_from(["ENT", "ULT", "ONBOARDING"]))
    return [
        Sold(
            product=product,
            quantity=draw(PIECES),
            unit_price=draw(CENTS),
            first=first.isoformat(),
            last=last.isoformat(),
        )
    ]


@st.composite
def ramped_lines(draw: st.DrawFn) -> list[Sold]:
    """Steps that follow each other, with rising quantities so that the shipped rules know them."""
    start, ramp = draw(DAYS), f"R{draw(st.integers(min_value=0, max_value=10**9))}"
    steps = []
    for place in range(1, draw(st.integers(min_value=2, max_value=5)) + 1):
        last = start + timedelta(days=draw(st.integers(min_value=0, max_value=400)))
        steps.append(
            Sold(
                quantity=str(place * 10),
                unit_price=draw(CENTS),
                first=start.isoformat(),
                last=last.isoformat(),
                ramp=ramp,
            )
        )
        start = last + timedelta(days=1)
    return steps


@st.composite
def deals(draw: st.DrawFn) -> list[Sold]:
    groups = draw(st.lists(plain_lines() | ramped_lines(), min_size=1, max_size=4))
    ramps = [group[0].ramp for group in groups if group[0].ramp]
    assume(len(set(ramps)) == len(ramps))
    return [one for group in groups for one in group]


def added(amounts: list[Money]) -> Decimal:
    return sum((amount.decimal() for amount in amounts), Decimal(0))


#: Free steps of a ramp that adds seats are for a person to decide; here they are as priced, or
#: level.
ADDS_SEATS = "more-seats: [yes, '-', no, no, as_segments]"
FREE_SEATS = (ADDS_SEATS, "more-seats: [yes, '-', '-', no, as_segments]")
LEVEL = (ADDS_SEATS, "more-seats: [yes, '-', '-', no, straight_line_total]")


@both
@given(sold=deals(), level=st.booleans())
@example(sold=[Sold(quantity="1", unit_price="0.01")], level=False)
@example(sold=[Sold(quantity="1", unit_price="0.00")], level=True)
def test_documents_hold_the_whole_deal_and_schedules_the_whole_documents(
    build: Builder,
    sold: list[Sold],
    level: bool,  # noqa: FBT001 - drawn
) -> None:
    ramps = LEVEL if level else FREE_SEATS
    result = build(*sold).result(rules.changed("ramps.yaml", *ramps))
    assert isinstance(result, Translated), result
    booked = sum((Decimal(one.total) for one in sold), Decimal(0))
    assert result.heading.booked.decimal() == booked
    lines = [line for document in result.documents for line in document.lines]
    assert sorted(line.amount.text() for line in lines) == sorted(one.total for one in sold)
    assert len(result.schedules) == len(lines)
    for schedule, line in zip(result.schedules, lines, strict=True):
        assert (schedule.line, schedule.total) == (line.key, line.amount)
        assert added([part.amount for part in schedule.planned]) == line.amount.decimal()
        names = [part.period for part in schedule.planned]
        assert names == sorted(set(names))


@both
@given(sold=deals(), chance=st.randoms(use_true_random=False))
def test_the_order_of_records_is_no_matter(
    build: Builder, sold: list[Sold], chance: Random
) -> None:
    deal = build(*sold)
    shuffled = list(deal.records)
    chance.shuffle(shuffled)
    other = replace(deal, records=tuple(shuffled))
    assert other.dossier.address() == deal.dossier.address()
    assert other.result() == deal.result()


@pytest.mark.parametrize("name", REPRESENTED)
@settings(max_examples=20)
@given(data=st.data())
def test_the_scenarios_are_the_same_in_any_order_of_records(name: str, data: st.DataObject) -> None:
    records = data.draw(st.permutations(seed(name).records))
    assert all_of(name, records=records) == all_of(name)


VALUES: st.SearchStrategy[Scalar] = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=6),
    st.integers(),
    st.integers(min_value=-3, max_value=3).map(str),
    st.decimals(),
    st.just(Decimal("sNaN")),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
    st.dates().map(date.isoformat),
    st.datetimes().map(lambda moment: f"{moment.isoformat()}+0000"),
    st.sampled_from(
        [
            *("Activated", "Draft", "Completed", "Cancel", "Amendment", "Renewal", "Cancellations"),
            *("Quantity Increase", "Upsells", "Amend", "Renew", "Usage", "One-Time", "OneTime"),
            *("Annual", "Monthly", "Block", "EUR", "JPY", "9999-12-31", "0001-01-01", "1e400"),
        ]
    ),
)
RAMP = (
    Sold(ramp="R", quantity="10"),
    Sold(ramp="R", quantity="20", first="2027-01-01", last="2027-12-31"),
    Sold(product="ONBOARDING", quantity="1", unit_price="500.00"),
)


def amounts(result: Translation) -> list[tuple[str, str, Money]]:
    documents: tuple[Document, ...] = result.documents if isinstance(result, Translated) else ()
    return [
        (document.external_id, line.source, line.amount)
        for document in documents
        for line in document.lines
    ]


@both
@given(data=st.data())
def test_no_single_changed_field_ends_in_an_error_or_in_another_amount(
    build: Builder, data: st.DataObject
) -> None:
    deal = build(*RAMP)
    place = data.draw(st.integers(min_value=0, max_value=len(deal.records) - 1))
    victim = deal.records[place]
    field = data.draw(st.sampled_from([*sorted(victim.fields), "Anything__c", "CurrencyIsoCode"]))
    assume(field != "Id")
    assume((victim.type, field) != ("Order", "CurrencyIsoCode"))  # the deal is then another one
    value = data.draw(VALUES)
    changed = Record(victim.type, victim.id, {**victim.fields, field: value})
    records = (*deal.records[:place], changed, *deal.records[place + 1 :])
    frame = replace(deal.frame, multi_currency=data.draw(st.booleans()))
    mutant = replace(deal, records=records, frame=frame)
    result = mutant.result()
    facts(result.heading, mutant.dossier.model)
    if isinstance(result, Translated):
        assert amounts(result) == amounts(deal.result())
    elif isinstance(result, Flagged):
        assert result.flags
        assert all(flag.says and flag.evidence for flag in result.flags)
    else:
        assert isinstance(result, Awaited)
        assert result.missing


@both
@given(data=st.data())
def test_no_missing_record_ends_in_an_error_or_in_another_amount(
    build: Builder, data: st.DataObject
) -> None:
    deal = build(*RAMP)
    kept = [one for one in deal.records if one.type == "Order" or data.draw(st.booleans())]
    result = replace(deal, records=tuple(kept)).result()
    if isinstance(result, Translated):
        assert amounts(result) == amounts(deal.result())
    elif isinstance(result, Flagged):
        assert result.flags
    else:
        assert isinstance(result, Awaited)


def test_a_sum_of_many_lines_has_no_drift() -> None:
    sold = [Sold(quantity="1", unit_price="0.01") for _ in range(150)]
    result = a_cpq_order(*sold).translated()
    assert result.heading.booked.text() == "1.50"
    assert total((line.amount for line in result.documents[0].lines), result.heading.currency) == (
        result.heading.booked
    )
