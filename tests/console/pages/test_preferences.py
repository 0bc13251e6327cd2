"""Pages and files follow what their reader likes: negatives, and the time zone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.people.preferences import Column, Negatives, Preferences
from tests.adapters.store.opening import judge, opened
from tests.console.building import Browser, a_reader, browser
from tests.ledger.building import a_deal, flagged

LIKED = Preferences(negatives=Negatives.MINUS, time_zone="Asia/Kolkata")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened(f"sqlite:///{tmp_path_factory.mktemp('liked') / 'bridge.sqlite'}") as found:
        judge(found, flagged(a_deal("-1200.00")))
        yield found


@pytest.fixture(scope="module")
def abroad(console: Console) -> Browser:
    return browser(replace(console, guest=replace(a_reader(), prefers=LIKED)))


def test_a_page_writes_amounts_and_times_as_its_reader_likes_them(
    anybody: Browser, abroad: Browser
) -> None:
    usual, theirs = (one.get("/ledger").text for one in (anybody, abroad))
    assert ">(1,200.00)" in usual
    assert " UTC</time>" in usual
    assert ">-1,200.00" in theirs
    assert "(1,200.00)" not in theirs
    assert " IST</time>" in theirs
    assert " UTC</time>" not in theirs
    assert "<i>)</i>" not in theirs
    assert 'class="sr">minus 1,200.00 USD' in theirs


def test_an_amount_within_a_sentence_has_the_sign_that_it_has_in_lists(
    anybody: Browser, abroad: Browser, store: Store
) -> None:
    with store.reading() as view:
        deal = next(iter(view.deals.all())).id
    for path in (f"/deals/{deal}?tab=timeline", "/explain?ref=exception:1"):
        usual, theirs = (one.get(path).text for one in (anybody, abroad))
        assert '<span aria-hidden="true">(1,200.00)</span><span class="sr">minus 1,200.00' in usual
        assert "-1,200.00 USD" not in usual
        assert "-1,200.00 USD" in theirs
        assert "(1,200.00)" not in theirs


def test_the_list_of_exceptions_has_the_columns_that_its_reader_likes(
    anybody: Browser, console: Console
) -> None:
    def columns(visitor: Browser, state: str) -> list[str]:
        page = visitor.get(f"/exceptions?view=list&state={state}").text
        return re.findall(r'<th scope="col"[^>]*>(\w[^<]*)</th>', page)

    few = replace(LIKED, columns=frozenset({Column.ORDER}))
    sparing = browser(replace(console, guest=replace(a_reader(), prefers=few)))
    usual = ["No.", "Customer", "Reason", "Amount", "Age", "Owner"]
    assert columns(anybody, "OPEN") == usual
    assert columns(anybody, "WAITING") == usual
    assert columns(sparing, "WAITING") == ["No.", "Customer", "Order", "Reason", "Amount"]


def test_a_workbook_has_the_signs_that_its_reader_likes_and_times_in_utc(
    anybody: Browser, abroad: Browser
) -> None:
    for reader, sign in ((anybody, "(#,##0.00)"), (abroad, "-* #,##0.00")):
        file = reader.get("/deals/export.xlsx").content
        head, row = openpyxl.load_workbook(BytesIO(file))["Report"].iter_rows()
        amount = next(one for one in row if one.data_type == "n")
        assert (amount.value, sign in amount.number_format) == (-1200, True)
        assert any(str(one.value).endswith("(UTC)") for one in head)
