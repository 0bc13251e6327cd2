"""The page of pairs: looked for, proposed by one, confirmed by another, taken back."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from bridge.console.pages.reconciliation import pairs
from bridge.console.parts import Console
from bridge.people.roles import Role
from tests.console.building import Browser, a_console, a_reader, browser
from tests.console.pages.test_books import text
from tests.flow.reconciling.entered import SMALL, an_order_line, entered_by_hand

PATH = "/reconciliation/pairs"
WHY = {"reason": "entered anew"}


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    with entered_by_hand(tmp_path) as store, a_console(store) as built:
        yield built


def of(console: Console, name: str, *roles: Role) -> Browser:
    return browser(replace(console, guest=a_reader(*roles, name=name)))


def test_a_line_is_paired_by_two_people_on_its_page(console: Console) -> None:
    ana = of(console, "Ana Example", Role.FINANCE_REVIEWER)
    ben = of(console, "Ben Example", Role.APPROVER)
    assert "Nobody paired two lines yet" in text(ana.get(PATH).text)
    looked = ana.get(f"{PATH}?look=yes").text
    assert "SO2 line 1" in looked
    # The larger one comes first, each with the id of its record and its line.
    order, line = re.findall(r'name="(?:order|line)" value="(\w+)"', looked)[2:4]
    assert f'<option value="{SMALL}">' in looked
    wanted = {"order": order, "line": line, "sold": SMALL, **WHY}
    assert ana.post(PATH, data={**wanted, "line": "x"}).status_code == 422
    assert ana.post(PATH, data=wanted).status_code == 303
    said = ana.get(PATH).text
    assert "is proposed; another person confirms it" in said
    assert "Confirm pair" not in said
    shown = ben.get(PATH).text
    number = re.search(r"Confirm pair (\d+)", shown)
    assert number
    assert ben.post(f"{PATH}/{number[1]}/confirm", data=WHY).status_code == 303
    shown = ben.get(PATH).text
    assert "Ben Example" in shown
    assert "Revoke pair" in shown
    assert "SO1 line 1" not in ben.get(f"{PATH}?look=yes").text.partition("What people said")[0]
    assert "counts for nothing" not in ben.get(f"{PATH}?look=yes").text
    other = replace(an_order_line(1, "1200.00"), customer_name="Somebody else")
    with console.store.transaction("told") as tx:
        tx.reconciling.revenue.put("order_line", [other])
    reason = "counts for nothing: NetSuite's line is Somebody else's, the deal's"
    assert reason in unescape(ben.get(f"{PATH}?look=yes").text)
    assert ben.post(f"{PATH}/{number[1]}/revoke", data=WHY).status_code == 303
    assert "revoked" in text(ben.get(PATH).text)
    assert console.store.verify() == ()
    viewer = of(console, "Vic Viewer", Role.VIEWER)
    assert "Propose for" not in viewer.get(f"{PATH}?look=yes").text


def test_every_line_that_netsuite_has_alone_is_on_one_of_the_pages(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, path = of(console, "Ana Example", Role.FINANCE_REVIEWER), f"{PATH}?look=yes"
    whole = _alone(ana.get(path).text)
    monkeypatch.setattr(pairs, "_LINES", 1)
    found, said = list[str](), list[tuple[str, str, str]]()
    while path:
        page = ana.get(path).text
        found += _alone(page)
        said += re.findall(r"(\d) to (\d) of (\d); currencies come one after", text(page))
        onward = re.search(r'href="([^"]+)" rel="next"', page)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert found == whole
    count = str(len(whole))
    assert said == [(str(one), str(one), count) for one in range(1, len(whole) + 1)]
    assert "The list ends before" in ana.get(f"{PATH}?look=yes&after=9").text
    assert ana.get(f"{PATH}?look=yes&after=-1").status_code == 422


def _alone(page: str) -> list[str]:
    """Return the records that NetSuite has alone, in the order of the page."""
    return re.findall(r'<th scope="row">(\w+ line \d+)', page.partition("What people said")[0])
