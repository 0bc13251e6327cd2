"""
Roll-forwards of signed periods: each opens as the one before it was signed, by what was kept.

In January 1,200.00 USD are booked. What else is booked of January comes after it was signed.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.flow.reconciling import daily
from bridge.flow.reconciling.between.population import Unread
from bridge.flow.reconciling.rolls.making import Wanted, roll
from bridge.flow.reconciling.rolls.told import ToldRoll, read, told
from bridge.flow.reconciling.stating import Gathered
from bridge.ledger.entries import Draft
from bridge.model.measures.definition import Converted
from bridge.model.money import Currency
from bridge.reconcile import signatures
from bridge.reconcile.measures.rates import DatedRate, Rates
from bridge.reconcile.rolls.accounts import Accounting
from bridge.reconcile.rolls.roll import Measured
from tests.adapters.netsuite.scripted import SetClock
from tests.adapters.store.opening import opened
from tests.reconcile.rolls.test_restated import in_currency
from tests.reconcile.worlds import EUR, PERIODS, USD, Line, a_line, sides
from tests.stories.stand import SHIPPED, edition_of

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 31)
RULES = edition_of(SHIPPED).rulebook


class Books:
    """A store on whose clock a day passes with everything that is done."""

    def __init__(self, store: Store, clock: SetClock) -> None:
        self.store, self.clock, self.rules = store, clock, RULES
        self.rate: Decimal | None = None  #: what a euro is worth in dollars

    def report_in(self, currency: Currency | None) -> None:
        """Publish rules by which what recurs is told in a currency, too."""
        measure = replace(RULES.measures["current"], converted=Converted.SPOT, reported_in=currency)
        self.rules = replace(RULES, measures={**RULES.measures, "current": measure})

    def roll(
        self, *lines: Line, periods: str = "2026-01..2026-03", by: str = "current"
    ) -> KeptStatement:
        """Roll forward as the daemon does; it asks for no periods, and so these are the last."""
        self.clock.at += timedelta(days=1)
        both = Gathered(
            sides=replace(sides(*lines), rates=rates(self.rate)),
            periods=tuple(one for one in PERIODS if one.name >= "2025-12"),
            unread=Unread(),
            unread_forms=[],
            read_at=self.clock.at,
            accounting=Accounting(),
        )
        wanted = Wanted(as_of=MARCH, periods=periods or None, definition=by)
        return roll(self.store, self.rules, wanted, both).statement

    def note(self, draft: Draft) -> None:
        self.clock.at += timedelta(days=1)
        with self.store.transaction("test") as tx:
            tx.ledger.append(draft)

    def sign(self, period: str) -> None:
        self.note(signatures.signed(period, "agreed"))


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    clock = SetClock(datetime(2026, 4, 1, 5, tzinfo=UTC))
    with closing(opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}", clock)) as store:
        yield Books(store, clock)


def rates(of_euro: Decimal | None) -> Rates:
    if of_euro is None:
        return Rates()
    day = date(2025, 1, 1)
    return Rates((DatedRate(id=1, source=EUR, target=USD, rate=of_euro, effective=day),))


def one() -> Line:
    return a_line(1, JANUARY)


def more() -> Line:
    return a_line(3, JANUARY, monthly=5_000)


def bookings(kept: KeptStatement, currency: Currency = USD) -> ToldRoll:
    return next(
        one for one in told(kept) if (one.measure, one.currency) == (Measured.BOOKINGS, currency)
    )


def amounts(kept: KeptStatement, name: str, currency: Currency = USD) -> list[str]:
    line = bookings(kept, currency).line(name)
    assert line is not None
    return [amount.text() for amount in line.amounts]


def test_february_opens_as_january_was_signed_and_begins_with_what_came_since(
    books: Books,
) -> None:
    first = books.roll(one(), periods="")
    books.sign("2026-01")
    books.roll(one(), more(), periods="")
    kept = books.roll(one(), more())
    assert kept.content["signed"] == {"2026-01": first.id}
    assert amounts(kept, "opening") == ["0.00", "1200.00", "1800.00"]
    assert amounts(kept, "restated") == ["-600.00", "600.00", "0.00"]
    assert amounts(kept, "new") == ["1800.00", "0.00", "0.00"]
    assert amounts(kept, "closing") == ["1200.00", "1800.00", "1800.00"]
    assert bookings(kept).ties
    assert amounts(books.roll(one(), more(), periods="2026-02"), "restated") == ["600.00"]


def test_a_period_that_was_suspended_opens_the_next_one_until_it_is_signed_again(
    books: Books,
) -> None:
    """The second signature is of what was told then, not of what the first one has left there."""
    books.roll(one(), periods="")
    books.sign("2026-01")
    books.roll(one(), more(), periods="")
    books.note(signatures.suspended("2026-01", ()))
    books.note(signatures.prepared("2026-01", (), {}, "looked at again"))
    again = books.roll(one(), more(), periods="")
    assert amounts(again, "restated")[-2:] == ["600.00", "0.00"]
    books.sign("2026-01")
    kept = books.roll(one(), more())
    assert kept.content["signed"] == {"2026-01": again.id}
    assert amounts(kept, "opening") == ["0.00", "1800.00", "1800.00"]
    assert amounts(kept, "restated") == ["0.00"] * 3
    books.note(signatures.reopened("2026-01", "an order came late"))
    assert books.roll(one()).content["signed"] == {}


def test_all_of_a_currency_that_is_told_no_more_goes_out_as_a_restatement(books: Books) -> None:
    books.roll(one(), in_currency(more(), EUR), periods="")
    books.sign("2026-01")
    kept = books.roll(one())
    assert amounts(kept, "opening", EUR) == ["0.00", "600.00", "0.00"]
    assert amounts(kept, "restated", EUR) == ["600.00", "-600.00", "0.00"]
    assert amounts(kept, "closing", EUR) == ["600.00", "0.00", "0.00"]


def test_what_recurs_by_another_definition_was_never_signed(books: Books) -> None:
    books.roll(one(), periods="", by="exit")
    books.sign("2026-01")
    found = {one.measure: one for one in told(books.roll(one(), more()))}
    moved = {name: found[name].line("restated") for name in (Measured.RECURRING, Measured.BOOKINGS)}
    assert {name: line is not None and line.is_nothing for name, line in moved.items()} == {
        Measured.RECURRING: True,
        Measured.BOOKINGS: False,
    }


def test_what_was_reported_in_no_currency_or_another_one_was_never_signed_in_this_one(
    books: Books,
) -> None:
    """Nobody signed that nothing recurs in USD: it was not told in USD then."""
    books.roll(one(), periods="")
    books.sign("2026-01")
    books.report_in(USD)
    assert reported(books.roll(one())) == {USD: (["0.00"] * 3, ["1200.00"] * 3)}
    books.roll(one(), periods="")
    books.sign("2026-02")
    books.report_in(EUR)
    euros = in_currency(one(), EUR)
    assert reported(books.roll(euros)) == {EUR: (["0.00"] * 3, ["1200.00"] * 3)}
    books.report_in(USD)
    found = reported(books.roll())
    assert found == {USD: (["0.00", "1200.00", "-1200.00"], ["0.00", "1200.00", "0.00"])}


def test_what_each_currency_has_is_said_to_be_of_now_where_a_closing_is_as_it_was_signed(
    books: Books,
) -> None:
    """600.00 EUR are 660.00 USD when January is signed, and 720.00 USD by a rate that came late."""
    books.report_in(USD)
    euros = in_currency(more(), EUR)
    books.rate = Decimal("1.10")
    books.roll(euros, periods="")
    books.sign("2026-01")
    assert not any(map(of_now, books.roll(euros).content["rolls"]))
    books.rate = Decimal("1.20")
    kept = books.roll(euros)
    assert reported(kept)[USD][1] == ["660.00", "720.00", "720.00"]
    [one] = [one for one in told(kept) if one.measure is Measured.REPORTED]
    assert texts(one, "from_EUR") == ["720.00"] * 3
    says = "The closing of 2026-01 is as it was signed; what each currency has is told as of now."
    assert says in one.says


def of_now(form: Mapping[str, Any]) -> bool:
    return any("as of now" in says for says in read(form, ("2026-01", "2026-02", "2026-03")).says)


def reported(kept: KeptStatement) -> dict[Currency, tuple[list[str], list[str]]]:
    """Return what is restated, and the closings, by the currency in which it is reported."""
    return {
        one.currency: (texts(one, "restated"), texts(one, "closing"))
        for one in told(kept)
        if one.measure is Measured.REPORTED
    }


def texts(of: ToldRoll, name: str) -> list[str]:
    line = of.line(name)
    assert line is not None
    return [amount.text() for amount in line.amounts]


def test_what_an_earlier_release_has_kept_says_nothing_of_a_closing(books: Books) -> None:
    content = dict(books.roll(one(), periods="2026-01").content)
    del content["signed"]
    with books.store.transaction("test") as tx:
        tx.reconciling.statements.keep(content, as_of=MARCH, measure="rolls", period="")
    books.sign("2026-01")
    assert amounts(books.roll(one(), more()), "restated") == ["0.00"] * 3


def test_roll_forwards_that_a_signature_is_of_stay_however_old_they_are(books: Books) -> None:
    signed = books.roll(one(), periods="")
    books.sign("2026-01")
    replaced = books.roll(one(), more(), periods="")
    named, stated = (books.roll(one(), more(), periods="") for _ in range(2))
    books.note(signatures.reopened("2026-02", f"as in roll:{named.id}/USD/bookings/2026-02/new"))
    last = books.roll(one(), more(), periods="")
    daily.let_go(books.store, books.clock.at)
    with books.store.reading() as view:
        left = [
            kept.id
            for kept in (signed, replaced, named, stated, last)
            if view.reconciling.statements.of(kept.id)
        ]
    assert left == [signed.id, named.id, stated.id, last.id]
