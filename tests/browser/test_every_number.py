"""A hundred numbers of Reconciliation and Schedules are followed to what explains each."""

import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from bridge.console.serving.server import served
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.rolls.making import Wanted, roll
from bridge.settings import Settings
from tests.console.building import NOWHERE, a_console, a_reader
from tests.stories.reconciling.test_a_quarter import MARCH, a_quarter, reconciled, reconciling
from tests.stories.stand import SHIPPED

PAGES = (
    "/schedules?from=2026-01",
    "/schedules?from=2026-07&currency=USD",
    "/schedules?from=2026-03&q=ACME",
    *(f"/reconciliation?measure={one}" for one in Measures),
    "/reconciliation?measure=plan&currency=GBP",
    "/reconciliation?measure=plan&period=2026-02&class=DAT-1",
    "/reconciliation?measure=plan&currency=EUR&period=2026-01&class=ORD-1",
    "/reconciliation?measure=revenue&class=JRN-2",
    *(f"/reconciliation/rolls?currency={one}" for one in ("USD", "EUR", "GBP")),
    *(
        f"/reconciliation/rolls?currency=USD&measure={one}&period=2026-02&line={line}"
        for one, line in (("deferred", "revenue"), ("obligations", "closing"), ("arr", "new"))
    ),
)
#: Amounts with the link that each stands in, and those that stand in none.
AMOUNTS = """() => {
  const found = [], alone = [];
  for (const one of document.querySelectorAll("main .money > [aria-hidden], main text.value")) {
    const shown = one.firstChild?.data?.trim() ?? "";
    if (!/[0-9]/.test(shown)) continue;
    const link = one.closest('a[href^="/explain?ref="]');
    if (link) found.push([shown, link.getAttribute("href")]); else alone.push(shown);
  }
  return [found, alone];
}"""
#: Explanations of many links, each as the file of its page has it.
ASKED = """(paths) => Promise.all(paths.map(async (path) => {
  const answer = await fetch(path.replace("/explain?", "/explain/explanation.json?"));
  return [answer.status, await answer.text()];
}))"""
CLICKED, FOLLOWED, AT_ONCE = 5, 100, 10
#: Of those that are followed, numbers of roll-forwards.
LEAST = 20
#: All currencies in dollars; euros, pounds and dollars in dollars; euros and pounds as they are.
REPORTED = 6


class Number(NamedTuple):
    """An amount as a page shows it, where it leads, and the page."""

    shown: str
    path: str
    page: str

    @property
    def amount(self) -> Decimal:
        plain = self.shown.strip("()-").replace(",", "")
        return -Decimal(plain) if self.shown[0] in "(-" else Decimal(plain)


@pytest.fixture(scope="module")
def quarter_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("numbers")
    with a_quarter(folder, in_dollars(folder)) as stand:
        for measure in Measures:
            reconciled(stand, measure)
        making = reconciling(stand)
        wanted = Wanted(as_of=MARCH, definition="current")
        roll(stand.ends.store, making.rulebook, wanted, making.gather(None))
        settings = Settings.model_validate({**NOWHERE, "console": {"port": 0}})
        with (
            a_console(stand.ends.store, a_reader()) as console,
            served(replace(console, settings=settings)) as address,
        ):
            yield address


def in_dollars(folder: Path) -> Path:
    """Return the shipped rules, but what recurs is told in dollars, too."""
    rules = folder / "rules"
    shutil.copytree(SHIPPED, rules)
    current = rules / "measures" / "current.yaml"
    text = current.read_text(encoding="utf-8")
    told = text.replace("converted: CONSTANT", "converted: SPOT\nreported_in: USD")
    current.write_text(told, encoding="utf-8")
    return rules


@pytest.fixture(scope="module")
def page(quarter_address: str, chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(base_url=quarter_address) as opened:
        opened.set_default_timeout(20_000)
        yield opened.new_page()


@pytest.fixture(scope="module")
def numbers(page: Page) -> list[Number]:
    """Every number of the pages once; one that leads nowhere is a failure."""
    found: dict[Number, None] = {}
    for path in PAGES:
        page.goto(path)
        expect(page.locator("main .money, main .empty").first).to_be_visible()
        led, alone = page.evaluate(AMOUNTS)
        assert alone == [], path
        assert led, path
        found |= dict.fromkeys(Number(shown, to, path) for shown, to in led)
    return list(found)


def test_a_hundred_numbers_come_out_again_to_the_cents_that_are_shown(
    page: Page, numbers: list[Number]
) -> None:
    chosen = random.Random(7).sample(numbers, FOLLOWED)
    assert sum("/rolls" in one.page for one in chosen) > LEAST, "roll-forwards are among them"
    reported = [one for one in numbers if "ref=reported" in one.path]
    assert len(reported) == REPORTED
    chosen = [*(one for one in chosen if one not in reported), *reported]
    for start in range(0, len(chosen), AT_ONCE):
        some = chosen[start : start + AT_ONCE]
        answers = page.evaluate(ASKED, [one.path for one in some])
        for one, (status, body) in zip(some, answers, strict=True):
            assert status == 200, one
            check(one, json.loads(body))


def test_a_column_that_no_line_of_a_class_fills_is_left_away(page: Page) -> None:
    dates = ["Order", "Subsidiary", "Was", "Became", "Proof"]
    for path, named in (
        ("class=DAT-1&period=2026-02&currency=USD", dates),
        ("class=ORD-1&period=2026-01&currency=EUR", ["Order", "Subsidiary", "Proof"]),
    ):
        page.goto(f"/reconciliation?measure=plan&{path}")
        columns = page.locator("#lines thead th").all_inner_texts()
        assert columns == ["Customer", "Deal", *named, "Amount"], path


def check(one: Number, told: dict[str, object]) -> None:
    """The cents are those of the explanation, and of what it was computed to once more."""
    assert told["recomputed"] is True, (one, told["verdict"])
    again = told["recomputed_amount"] or told["amount"]
    assert {Decimal(str(told["amount"])), Decimal(str(again))} == {one.amount}, one


def test_numbers_are_followed_by_hand(page: Page, numbers: list[Number]) -> None:
    for one in random.Random(11).sample(numbers, CLICKED):
        page.goto(one.page)
        page.locator(f'main a[href="{one.path}"]').first.click()
        expect(page.locator(".sentence")).to_contain_text(f"{abs(one.amount):,.2f}")
        expect(page.locator(".chip.ok")).to_be_visible()
