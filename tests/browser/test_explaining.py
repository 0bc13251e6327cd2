"""Amounts are followed from a page to what explains them, and come out to the same cents."""

import random
import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.console.showing import RAMP
from tests.mappers.scenarios import key

#: The three years of the ramp: twelve amounts on each page of the schedules.
YEARS = (2026, 2027, 2028)


#: What links say and where they lead, as a reader sees both.
LINKS = """(all) => all.map((one) =>
  [one.querySelector("[aria-hidden]").innerText, one.getAttribute("href")])"""


def follow(page: Page, year: int, times: int) -> None:
    """Follow amounts of a year at random, the same ones in every run."""
    page.goto(f"/schedules?q={key('Order', RAMP)}&from={year}-01")
    amounts = page.locator("tbody a.explained")
    expect(amounts.nth(12)).to_be_visible()
    found = amounts.evaluate_all(LINKS)
    for shown, path in random.Random(year).choices(found, k=times):
        page.goto(path)
        expect(page.locator(".sentence")).to_contain_text(f"{re.sub(r'[^0-9.,]', '', shown)} USD")
        expect(page.locator(".chip.ok")).to_contain_text("came out as recorded, by SHA-256")


def test_amounts_of_the_schedules_come_out_again_to_the_same_cents(window: BrowserContext) -> None:
    page = window.new_page()
    for year, times in zip(YEARS, (4, 3, 3), strict=True):
        follow(page, year, times)


@pytest.mark.on_demand
def test_a_hundred_amounts_come_out_again_to_the_same_cents(window: BrowserContext) -> None:
    page = window.new_page()
    for year, times in zip(YEARS, (34, 33, 33), strict=True):
        follow(page, year, times)


def test_an_explanation_is_printed_whole_and_without_what_only_a_screen_needs(
    window: BrowserContext,
) -> None:
    page = window.new_page()
    page.goto(f"/explain?ref={key('Order', RAMP)}")
    closed = page.locator(".chapters details:not([open]) dd").first
    expect(closed).to_be_hidden()
    page.emulate_media(media="print")
    expect(closed).to_be_visible()
    for name in ("nav", "form.filters"):
        expect(page.locator(name)).to_be_hidden()
    expect(page.locator(".sentence")).to_be_visible()
