"""The state of a period on the page Reconciliation: forms for who may, old and new values."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.people.roles import Role
from bridge.reconcile.signatures import PERIODS
from tests.adapters.store.opening import opened
from tests.console.building import Browser, a_console, a_reader, browser
from tests.console.pages.reconciliation.stated import a_class, a_form, keep
from tests.console.pages.test_books import text

JUNE = "/reconciliation?period=2026-06"
COMMENTS = {"comment:SUS-1": "an unknown product", "comment:UNX-1": "the bank's rounding"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}") as found:
        for measure in ("plan", "revenue"):
            keep(found, a_form(), measure=measure)
        yield found


@pytest.fixture
def console(store: Store) -> Iterator[Console]:
    with a_console(store) as built:
        yield built


def as_somebody(console: Console, name: str, *roles: Role) -> Browser:
    return browser(replace(console, guest=a_reader(*roles, name=name)))


def card(page: str) -> str:
    return text(page.partition('id="signing"')[2].partition("</section>")[0])


def act(visitor: Browser, what: str, **typed: str) -> int:
    """Send a form of the page as it is shown now."""
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', visitor.get(JUNE).text)
    assert seen
    told = {"seen": seen[1], "reason": "all is looked at", **typed}
    return visitor.post(f"/reconciliation/periods/2026-06/{what}", data=told).status_code


def test_a_period_is_prepared_signed_and_suspended_on_its_page(
    console: Console, store: Store
) -> None:
    ana = as_somebody(console, "Ana Example", Role.FINANCE_REVIEWER)
    ben = as_somebody(console, "Ben Example", Role.APPROVER)
    said = card(ana.get(JUNE).text)
    assert "2026-06 is open" in said
    assert "Why SUS-1, In suspense: plan" in said
    assert "PER-1" not in said
    assert act(ana, "prepare") == 422, "two classes need a comment"
    assert act(ana, "prepare", **COMMENTS) == 303
    said = card(ana.get(JUNE).text)
    assert "You prepared it; another person signs it" in said
    assert act(ana, "sign") == 403
    assert act(ben, "sign") == 303
    signed = card(ben.get(JUNE).text)
    assert "2026-06 is signed" in signed
    assert "Signed by Ben Example" in signed
    form = a_form()
    form["classes"][1] = a_class("SUS-1", "In suspense", {"2026-06": "-55.00"})
    keep(store, form, measure="revenue")
    moved = card(as_somebody(console, "Vic Viewer", Role.VIEWER).get(JUNE).text)
    assert "2026-06 is suspended" in moved
    assert re.search(r"revenue SUS-1 .*\(50\.00\).*\(55\.00\)", moved)
    assert "Prepare" not in moved.replace("Prepared by", "")
    assert act(ben, "reopen") == 303
    assert "Reopened by Ben Example" in card(ben.get(JUNE).text)


def test_a_form_of_an_older_page_is_not_taken(console: Console, store: Store) -> None:
    ana = as_somebody(console, "Ana Example", Role.FINANCE_REVIEWER)
    assert act(ana, "prepare", seen="0" * 64, **COMMENTS) == 409
    assert "is open" in card(ana.get(JUNE).text)
    with store.reading() as view:
        assert list(view.ledger.entries(deal=PERIODS)) == []
