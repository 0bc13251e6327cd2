"""No amount stands on the pages of Reconciliation without a way to what explains it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.people.roles import Role
from tests.adapters.store.opening import opened
from tests.console.building import Browser, a_console, a_reader, browser
from tests.console.pages.amounts import Amounts
from tests.console.pages.reconciliation.stated import a_class, a_form, keep, keep_rolls
from tests.console.pages.reconciliation.test_signing_page import COMMENTS, JUNE, act
from tests.console.pages.test_books import text


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("amounts")
    with opened(f"sqlite:///{folder / 'bridge.sqlite'}") as found:
        for measure in ("plan", "revenue"):
            keep(found, a_form(), a_form("EUR"), measure=measure)
        keep_rolls(found)
        yield found


@pytest.fixture(scope="module")
def console(store: Store) -> Iterator[Console]:
    with a_console(store) as built:
        yield built


@pytest.fixture(scope="module")
def visitor(console: Console, store: Store) -> Browser:
    """The page of somebody who prepared June; then a figure of it moved."""
    ana = browser(replace(console, guest=a_reader(Role.FINANCE_REVIEWER, name="Ana Example")))
    assert act(ana, "prepare", **COMMENTS) == 303
    form = a_form()
    form["classes"][1] = a_class("SUS-1", "In suspense", {"2026-06": "-55.00"})
    keep(store, form, a_form("EUR"), measure="revenue")
    return ana


@pytest.mark.parametrize(
    "page",
    [
        JUNE,
        f"{JUNE}&totals=no",
        "/reconciliation?period=2026-05&currency=EUR",
        "/reconciliation/rolls?currency=USD",
    ],
)
def test_every_amount_leads_to_what_explains_it(visitor: Browser, page: str) -> None:
    found = Amounts(visitor.get(page).text)
    assert found.alone == []
    assert len(found.led) > 10
    for shown, path in dict(found.led).items():
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert shown.strip("()") in text(answer.text)


def test_what_moved_is_told_beside_what_was_prepared(visitor: Browser) -> None:
    page = text(visitor.get("/explain?ref=signed:2026-06/revenue/usd/SUS-1").text)
    said = "(50.00) minus 50.00 USD of SUS-1, revenue, was prepared for 2026-06 by Ana Example"
    assert said in page
    assert "it has moved since: the last statement says (55.00) minus 55.00 USD" in page
    told = visitor.get("/explain/explanation.json?ref=signed:2026-06/plan/USD/SUS-1").json()
    assert (told["amount"], told["recomputed_amount"]) == ("-50.00", "-50.00")
    assert told["recomputed"] is True


@pytest.mark.parametrize(
    "ref", ["signed:", "signed:2026-05/plan/USD/end", "signed:2026-06/plan/GBP/end",
            "signed:2026-06/arr/USD/end", "signed:2026-06/plan/USD/<b>"]
)  # fmt: skip
def test_what_nobody_prepared_is_not_found(visitor: Browser, ref: str) -> None:
    answer = visitor.get("/explain", params={"ref": ref})
    assert answer.status_code == 404
    assert "<b>" not in answer.text.partition("<main")[2]
