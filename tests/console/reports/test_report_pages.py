"""Reports as pages and files, and the files of every list with the filter of its page."""

import csv
import hashlib
import re
from io import BytesIO, StringIO

import httpx
import openpyxl
import pytest

from bridge.flow.reporting.catalogue import REPORTS
from tests.console.building import Browser

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTS = ("/exceptions", "/deals", "/ledger")


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def lines(answer: httpx.Response) -> list[list[str]]:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def told(answer: httpx.Response) -> dict[str, str]:
    return {row[0]: row[1] for row in lines(answer)[1:]}


def test_every_report_of_the_list_is_a_page(anybody: Browser) -> None:
    page = anybody.get("/reports").text
    assert 'href="/close"' in page
    for name in REPORTS.keys() - {"close"}:
        assert f'href="/reports/{name}"' in page
        assert anybody.get(f"/reports/{name}").status_code == 200


def test_a_report_says_from_what_it_was_taken_and_its_files_say_the_same(
    anybody: Browser,
) -> None:
    page = text(anybody.get("/reports/exceptions").text)
    evidence = told(anybody.get("/reports/exceptions.about.csv"))
    assert evidence["Population"] == "1 exception"
    assert evidence["Taken by"] == "Ana Example"
    assert re.fullmatch("[0-9a-f]{64}", evidence["SHA-256"])
    for name, value in evidence.items():
        assert f"{name} {value}" in page


def test_a_report_of_many_rows_comes_in_pages_that_hold_all_of_them(anybody: Browser) -> None:
    rows = lines(anybody.get("/reports/ledger.csv"))[1:]
    page = anybody.get("/reports/ledger")
    assert f"{len(rows)} rows" in page.text
    assert page.text.count('<a href="/explain?ref=entry:') == len(rows)
    assert "No rows" in anybody.get("/reports/ledger?page=2").text


def test_a_workbook_has_real_numbers_and_a_sheet_about_it(anybody: Browser) -> None:
    answer = anybody.get("/reports/exceptions.xlsx")
    assert answer.headers["content-type"] == SHEET
    assert re.fullmatch(
        r'attachment; filename="exceptions-\d{4}-\d\d-\d\d\.xlsx"',
        answer.headers["content-disposition"],
    )
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Report", "About"]
    sheet = book["Report"]
    (place,) = [cell.column for cell in sheet[1] if cell.value == "Amount"]
    assert isinstance(sheet.cell(2, place).value, int | float)


@pytest.mark.parametrize("path", LISTS)
def test_each_list_offers_its_files_with_the_filter_that_it_shows(
    anybody: Browser, path: str
) -> None:
    query = {"/exceptions": "currency=USD", "/deals": "currency=USD", "/ledger": "kind=FLAGGED"}
    page = anybody.get(f"{path}?{query[path]}")
    found = re.findall(rf'href="({path}/export\.[a-z.]+\?[^"]*)"', page.text)
    assert len(found) == 3
    for link in found:
        answer = anybody.get(link.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment")
    said = query[path].replace("=", " is '") + "'"
    assert said in told(anybody.get(f"{path}/export.about.csv?{query[path]}"))["Filter"]


def test_a_list_that_holds_nothing_of_what_is_asked_gives_a_file_without_rows(
    anybody: Browser,
) -> None:
    assert len(lines(anybody.get("/exceptions/export.csv"))) == 2
    assert len(lines(anybody.get("/exceptions/export.csv?state=RESOLVED"))) == 1
    assert len(lines(anybody.get("/deals/export.csv?q=nobodys"))) == 1
    assert len(lines(anybody.get("/ledger/export.csv?actor=nobody"))) == 1


def test_exceptions_of_nobody_are_told_apart_from_those_of_anybody(anybody: Browser) -> None:
    assert "owner is 'nobody'" in told(anybody.get("/exceptions/export.about.csv?owner="))["Filter"]
    assert "owner" not in told(anybody.get("/exceptions/export.about.csv?owner=*"))["Filter"]


def test_the_hash_of_a_file_changes_with_its_rows_alone(anybody: Browser) -> None:
    hashes = {
        told(anybody.get(f"/deals/export.about.csv?{query}"))["SHA-256"]
        for query in ("", "currency=USD", "q=nobodys")
    }
    assert len(hashes) == 2
    assert hashlib.sha256(b"").hexdigest() not in hashes


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/reports/none", 404),
        ("/reports/none.xlsx", 404),
        ("/reports/deals.exe", 422),
        ("/reports/deals?page=0", 422),
        ("/reports/deals?as_of=2026-01-01", 422),
        ("/reports/suspense?as_of=yesterday", 422),
        ("/reports/suspense?as_of=9999-12-31", 422),
        ("/reports/ledger?period=2026-13", 422),
        ("/reports/close", 422),
        ("/deals/export.csv?state=SOLD", 422),
        ("/deals/export.pdf", 422),
    ],
)
def test_what_no_report_can_be_asked_for_is_told(anybody: Browser, path: str, status: int) -> None:
    page = anybody.get(path)
    assert page.status_code == status
    assert "Traceback" not in page.text


def test_the_close_of_a_month_is_a_report_and_its_page_leads_where_there_are_pages(
    anybody: Browser,
) -> None:
    page = anybody.get("/close?month=2026-03").text
    assert 'href="/reports/close.xlsx?period=2026-03"' in page
    links = set(re.findall(r'<div><a href="([^"]*)"', page))
    assert "/exceptions" in links
    for link in links:
        assert anybody.get(link).status_code == 200, link
    report = text(anybody.get("/reports/close?period=2026-03").text)
    assert "nothing was ever read" in report
    assert report.count("NetSuite was not asked") == 2


def test_a_netsuite_that_cannot_be_asked_leaves_its_lines_unknown(anybody: Browser) -> None:
    page = anybody.get("/reports/close?period=2026-03&ask=netsuite")
    assert page.status_code == 200
    shown = text(page.text)
    assert "NetSuite was not asked" not in shown
    assert "Revenue plans that failed in NetSuite unknown" in shown
    assert "Revenue arrangements to be approved in NetSuite unknown" in shown


def test_an_empty_field_asks_for_nothing(anybody: Browser) -> None:
    assert anybody.get("/reports/ledger?as_of=&period=").status_code == 200
