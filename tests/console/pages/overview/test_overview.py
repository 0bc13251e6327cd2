"""The overview: figures, what waits for the reader, bars, what people did, and the close."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bridge.adapters.store.browsing.exceptions import CauseGroup
from bridge.adapters.store.database import Store
from bridge.console.pages.overview.chart import charts
from bridge.console.pages.overview.wanted import Wanted
from bridge.model.ids import Digest
from bridge.model.money import Currency, Money
from bridge.people.roles import Role
from bridge.queue.acts import Assign, Comment, Escalate
from bridge.queue.cause import Cause
from tests.adapters.store.opening import judge, moment, opened
from tests.console.building import Browser, a_console, a_reader, browser
from tests.ledger.building import a_deal, a_translation, excluded, flagged, usd


def an_order(place: int) -> str:
    return f"801{place:012d}AAA"


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two flagged deals, 150.00 USD and 40.00 EUR, one of 80.00 USD translated, one left out."""
    with opened(f"sqlite:///{tmp_path_factory.mktemp('overview') / 'bridge.sqlite'}") as found:
        euros = Money(4000, Currency("EUR"))
        judge(
            found,
            flagged(a_deal("150.00", deal=an_order(1))),
            flagged(a_deal(euros, deal=an_order(2)), "TERM_MISSING"),
            a_translation(a_deal("80.00", deal=an_order(3))),
            excluded(a_deal("9.00", deal=an_order(4))),
        )
        with found.transaction("triage", actor="Ben") as tx:
            tx.lives.act(1, Assign("Ana Example"))
            tx.lives.act(1, Escalate("nobody answered"))
            tx.lives.act(2, Comment("<b>later</b>"))
        yield found


@pytest.fixture(scope="module")
def ana(books: Store) -> Iterator[Browser]:
    with a_console(books, a_reader()) as desk:
        yield browser(desk)


def test_the_overview_tells_how_the_books_stand_and_what_needs_the_reader(ana: Browser) -> None:
    page = ana.get("/").text
    for told in (
        "1 overdue, 0 wait for others",
        "150.00 USD",
        "40.00 EUR",
        "33.3 %",
        "1 of 3, 1 left out",
        "0 refused, 0 without an answer",
        "nothing was read yet",
        '<a href="/exceptions?owner=Ana%20Example">1 exception assigned to you, 1 overdue</a>',
        "Close of 2025-12",
        "<strong>Ben</strong> commented",
    ):
        assert told in page
    assert "<b>later" not in page


def test_who_has_nothing_to_do_is_told_where_to_begin(books: Store) -> None:
    vera = a_reader(Role.VIEWER, name="Vera")
    with a_console(books, vera) as desk:
        assert "Nothing waits for you." in browser(replace(desk, guest=vera)).get("/").text


def test_the_close_of_a_month_is_a_page_and_a_part_of_the_overview(ana: Browser) -> None:
    page = ana.get("/close?month=2026-01")
    assert page.status_code == 200
    assert "Close of 2026-01" in page.text
    assert "Exceptions of deals booked by then" in page.text
    asked = {"HX-Request": "true", "HX-Target": "div#close"}
    part = ana.get("/close?month=2026-01", headers=asked).text
    assert part.lstrip().startswith("<ul")
    assert ana.get("/close?month=2026-99").status_code == 422
    assert ana.get("/close?month=x").status_code == 422


def test_bars_of_two_currencies_have_two_scales() -> None:
    def group(code: str, *amounts: Money) -> CauseGroup:
        name = Digest(code.ljust(64, "0"))
        return CauseGroup(
            fingerprint=name, cause=Cause(code, "why"), count=1, amounts=amounts, oldest=moment()
        )

    yen = Money(-50, Currency("JPY"))
    found = charts(
        (group("A", usd("100.00"), yen), group("B", usd("-200.00")), group("C")),
        Wanted(month="2026-03"),
    )
    assert [chart.currency.code for chart in found] == ["JPY", "USD"]
    japan, america = found
    assert [(bar.label, bar.length) for bar in america.bars] == [("B", 170), ("A", 85)]
    assert [(bar.label, bar.length) for bar in japan.bars] == [("A", 170)]
    assert america.height == 60
    booked = f"/exceptions?cause={'B'.ljust(64, '0')}&currency=USD&booked=2026-03"
    assert america.bars[0].path == booked


def test_the_queue_is_told_in_one_currency_with_its_weeks(ana: Browser) -> None:
    every, euros = ana.get("/").text, ana.get("/?currency=EUR").text
    assert '<a href="/" aria-current="true">All currencies</a>' in every
    assert '<a href="/?currency=EUR" aria-current="true">EUR</a>' in euros
    assert "Not resolved: 0 8 weeks ago, 2 now" in every
    assert "USD: 0.00 USD 8 weeks ago, 150.00 USD now" in every
    assert "Not resolved: 0 8 weeks ago, 1 now" in euros
    assert "EUR: 0.00 EUR 8 weeks ago, 40.00 EUR now" in euros
    assert "150.00 USD" not in euros
    assert 'hx-get="/?currency=EUR" hx-trigger="live:exceptions from:body, live:pass' in euros
    assert ana.get("/?currency=euros").status_code == 422


def test_the_queue_is_told_for_a_close_alone(books: Store, ana: Browser) -> None:
    """Deals of these books are booked on 15 January 2026."""
    with books.reading() as view:
        assert {one.booked_on for one in view.deals.all()} == {date(2026, 1, 15)}
    before, of_then = ana.get("/?month=2025-12").text, ana.get("/?month=2026-01").text
    assert '<a href="/?month=2025-12" aria-current="true">Close of 2025-12</a>' in before
    assert "No exception is open." in before
    assert "Close of 2026-01" in of_then
    assert "150.00 USD" in of_then
    assert "weeks" not in of_then
    assert 'href="/exceptions?view=list&amp;sort=largest&amp;booked=2026-01"' in of_then
    assert '<a href="/?currency=EUR&amp;month=2026-01">EUR</a>' in of_then
    listed = ana.get("/exceptions?view=list&booked=2025-12").text
    assert "No exception is like that" in listed
    assert "booked by the end of 2025-12" in listed
    assert ana.get("/exceptions?booked=2026-01").text.count("data-row") == 2
    assert ana.get("/?month=2026-13").status_code == 422
    assert ana.get("/exceptions?booked=2026-13").status_code == 422


def test_figures_are_had_alone_when_the_books_change(ana: Browser) -> None:
    part = ana.part("/", "cards").text
    assert "<html" not in part
    assert "Open exceptions" in part
    assert "Needs you" not in part
