"""The page of roll-forwards: lines by period, what ties, what each measure means, and its file."""

import csv
import io
import re
from collections.abc import Iterator

import pytest

from bridge.adapters.store.database import Store
from tests.adapters.store.opening import opened
from tests.console.building import Browser
from tests.console.pages.reconciliation.stated import keep_rolls
from tests.console.pages.test_books import text

PATH = "/reconciliation/rolls"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("rolls")
    with opened(f"sqlite:///{folder / 'bridge.sqlite'}") as found:
        keep_rolls(found)
        yield found


def shown(html: str, measure: str) -> list[str]:
    """The rows of a measure's grid, as text."""
    card = html.partition(f'aria-labelledby="roll-{measure}"')[2].partition("</section>")[0]
    return [text(one) for one in re.findall(r"<tr.*?</tr>", card, re.DOTALL)]


def test_each_measure_of_a_currency_is_a_grid_that_says_what_does_not_tie(anybody: Browser) -> None:
    html = anybody.get(f"{PATH}?currency=USD").text
    page = text(html)
    assert "does not tie" in page
    assert re.search(r"7\.00 .*moved these accounts in periods that are no months", page)
    rows = shown(html, "deferred")
    assert any(re.search(r"Billed .*1,200\.00.* \W$", one) for one in rows)
    assert any(re.search(r"NetSuite, account 2500 .*1,200\.00.*1,097\.00", one) for one in rows)
    assert any(re.search(r"Difference to the accounts \W .*\(3\.00\)", one) for one in rows)
    assert "differs by 3.00" in page
    assert not any("Not reclassified" in one for one in rows), "there is nothing of it"
    assert not shown(html, "unbilled"), "that is of another currency"
    assert "2026-04" not in page, "there was nothing yet"


def test_a_measure_says_what_it_means_and_a_share_what_it_is_made_of(anybody: Browser) -> None:
    page = text(anybody.get(f"{PATH}?currency=USD").text)
    assert "Of a ramp counts the step that is served on the day." in page
    assert "Left out: trials, usage, one-time charges." in page
    assert re.search(r"NRR: 66\.67 % = 1,200\.00.* / 1,800\.00", page)


def test_a_movement_leads_to_its_lines_where_netsuite_was_read(anybody: Browser) -> None:
    html = anybody.get(f"{PATH}?currency=USD").text
    [path] = re.findall(r'href="([^"]*line=revenue[^"]*)"', html)
    answer = anybody.get(path.replace("&amp;", "&").partition("#")[0])
    assert answer.status_code == 422
    assert "NetSuite's revenue was never read" in text(answer.text).replace("&#39;", "'")


def test_the_file_has_every_line_of_every_period(anybody: Browser) -> None:
    told = anybody.get(f"{PATH}/export.csv").content.decode("utf-8-sig")
    rows = [
        row for row in csv.DictReader(io.StringIO(told)) if row["measure"] == "Deferred revenue"
    ]
    june = {row["line"]: row["amount"] for row in rows if row["period"] == "2026-06"}
    assert (june["Opening"], june["Revenue"], june["Closing"]) == ("1200.00", "-100.00", "1100.00")
    assert june["Difference to the accounts"] == "-3.00"
    about = anybody.get(f"{PATH}/export.about.csv").content.decode("utf-8-sig")
    assert "DOES NOT TIE: Deferred revenue USD, 7.00 USD in periods that are no months" in about


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("currency=GBP", "Nothing is rolled forward in 'GBP'"),
        ("currency=USD&measure=deferred&line=gap&period=2026-05", "no movement 'gap'"),
        ("currency=USD&measure=profit&line=new&period=2026-05", "no movement 'new' of 'profit'"),
        ("currency=USD&measure=arr&line=new&period=2031-01", "have no period '2031-01'"),
    ],
)
def test_what_there_is_not_is_said(anybody: Browser, asked: str, says: str) -> None:
    answer = anybody.get(f"{PATH}?{asked}")
    assert answer.status_code == 422
    assert says in text(answer.text).replace("&#39;", "'")
