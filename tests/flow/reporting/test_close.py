"""What stands open before a month can be closed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bridge.adapters.netsuite.plans import Unplanned
from bridge.adapters.netsuite.revenue.held import Element
from bridge.adapters.netsuite.revenue.parsing import element as read_element
from bridge.adapters.store.database import Store
from bridge.errors import Refused
from bridge.flow.reporting.close import Terms, checklist
from bridge.flow.sync.noting import SOURCE
from bridge.ledger.judgement import Flagged, Translated, Waiting
from bridge.model.calendar import Term
from bridge.model.flags import Flag
from bridge.model.ids import DealId
from bridge.model.money import Currency, Money
from bridge.reports.checklist import Line, Standing
from bridge.reports.cutoff import month_of
from tests.adapters.store.opening import judge, opened
from tests.ledger.building import a_deal, a_document, usd

#: Deals and documents of the builders are booked and dated in January 2026.
DECEMBER, JANUARY = month_of("2025-12"), month_of("2026-01")
DONE, OPEN, UNKNOWN = Standing.DONE, Standing.OPEN, Standing.UNKNOWN


class Answers:
    """An account whose plans are told, or not."""

    def __init__(self, told: Unplanned | Refused) -> None:
        self._told = told

    def unplanned(self) -> Unplanned:
        if isinstance(self._told, Refused):
            raise self._told
        return self._told


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A large exception, a small one, a deal that waits, and an order that is not sent."""
    folder: Path = tmp_path_factory.mktemp("close")
    with opened(f"sqlite:///{folder}/bridge.sqlite") as store:
        for number, amount in ((1, "-5000.00"), (2, "99.99")):
            flag = Flag("ITEM_UNMAPPED", "no item", (), usd(amount))
            judge(
                store, Flagged(deal=a_deal(amount, deal=f"80100000000000{number}"), flags=(flag,))
            )
        judge(
            store,
            Waiting(deal=a_deal("10.00", deal="801000000000003"), says="lines are missing"),
            Translated(
                deal=a_deal("700.00", deal="801000000000004"),
                documents=(a_document(usd("700.00"), deal="801000000000004"),),
            ),
        )
        yield store


def lines(store: Store, month: Term = JANUARY, terms: Terms | None = None) -> dict[str, Line]:
    with store.reading() as view:
        found = checklist(view, month, terms or Terms())
    assert not found.is_done
    return {one.name: one for one in found.lines}


def amounts(line: Line) -> list[str]:
    return [str(one) for one in line.amounts.values()]


def test_each_line_has_its_number_its_amount_and_where_to_go(books: Store) -> None:
    found = lines(books)
    for name, count, amount in (
        ("exceptions", 2, ["-4,900.01 USD"]),
        ("waiting", 1, ["10.00 USD"]),
        ("unsent", 1, ["700.00 USD"]),
        ("refused", 0, []),
        ("journals", 0, []),
        ("merges", 0, []),
    ):
        line = found[name]
        assert (line.count, amounts(line)) == (count, amount), name
        assert line.standing is (OPEN if count else DONE), name
        assert line.where.command.startswith("bridge "), name


def test_what_belongs_to_a_later_month_does_not_keep_one_open(books: Store) -> None:
    found = lines(books, DECEMBER)
    assert {name for name, one in found.items() if one.standing is DONE} >= {
        "exceptions",
        "waiting",
        "unsent",
    }


def test_exceptions_below_the_threshold_of_their_currency_are_counted_beside(books: Store) -> None:
    usd_100, eur_1 = Money(10_000, Currency("USD")), Money(100, Currency("EUR"))
    found = lines(books, terms=Terms(thresholds={usd_100.currency: usd_100}))["exceptions"]
    assert (found.count, amounts(found)) == (1, ["-5,000.00 USD"])
    assert found.says == "1 more are below the threshold"
    assert lines(books, terms=Terms(thresholds={eur_1.currency: eur_1}))["exceptions"].count == 2


def test_salesforce_must_be_read_beyond_the_last_moment(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/bridge.sqlite") as store:
        assert lines(store)["feed"].standing is UNKNOWN
        for upper, standing in (
            (datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC), OPEN),
            (datetime(2026, 2, 1, tzinfo=UTC), DONE),
        ):
            with store.transaction("polled") as tx:
                tx.turns.move_cursor(SOURCE, upper)
            assert lines(store)["feed"].standing is standing
        with store.transaction("noted") as tx:
            tx.judgements.note([DealId("801000000000009")])
        assert (lines(store)["unread"].count, lines(store)["unread"].says) == (1, "801000000000009")


def test_what_netsuite_does_not_tell_is_unknown_and_never_done(books: Store) -> None:
    says = "netsuite: SuiteQL: INSUFFICIENT_PERMISSION: the role sees no revenue elements"
    refused = Refused("netsuite", "SuiteQL", "INSUFFICIENT_PERMISSION", says.rpartition(": ")[2])
    for plans, expected in ((None, "NetSuite was not asked"), (Answers(refused), says)):
        found = lines(books, terms=Terms(plans=plans))
        for name in ("plans", "arrangements"):
            assert found[name].standing is UNKNOWN
            assert found[name].says.startswith(expected)


def an_element(number: int, status: str, rule: str = "") -> Element:
    told = {"id": str(number), "arrangement": "7", "source": f"Sales Order #SO{number}"}
    sums = {"money": "USD", "sales": "9.00", "discounted": "9.00", "rate": "1", "stale": "F"}
    return read_element({**told, **sums, "status": status, "rule": rule})


def test_plans_are_told_as_a_reconciliation_read_them_until_netsuite_is_asked(
    tmp_path: Path,
) -> None:
    within, after = (datetime(2026, month, 1, 6, tzinfo=UTC) for month in (1, 2))
    fine = [an_element(1, "Completed"), an_element(2, "In Progress", rule="Plan Failed rows")]
    as_of = "as NetSuite's revenue was read at 2026-02-01 06:00 UTC"
    with opened(f"sqlite:///{tmp_path}/bridge.sqlite") as store:
        for at, more, standing, says in (
            (within, [], UNKNOWN, "none, as NetSuite's revenue was read at 2026-01-01 06:00 UTC:"),
            (after, [], DONE, f"none in all of the account, {as_of}"),
            (after, [an_element(3, "Plan Failed")], OPEN, f"Sales Order #SO3, {as_of}"),
        ):
            with store.transaction("read") as tx:
                tx.reconciling.revenue.replace("element", [*fine, *more], 0, last=True)
                tx.reconciling.revenue.note_read("element", at, whole=True)
            found = lines(store)
            assert found["plans"].standing is standing
            assert found["plans"].says.startswith(says)
            assert found["arrangements"].standing is UNKNOWN


def test_plans_that_failed_and_arrangements_to_be_approved_are_named(books: Store) -> None:
    plans = Answers(Unplanned(failed=("bridge-8010-so-1",), unapproved=()))
    found = lines(books, terms=Terms(plans=plans))
    assert (found["plans"].standing, found["plans"].says) == (OPEN, "bridge-8010-so-1")
    assert (found["arrangements"].standing, found["arrangements"].count) == (DONE, 0)
