"""Answers in pages: their size, that they are a snapshot, and that they end."""

from collections.abc import Iterator

import pytest

from bridge.sandbox.salesforce.soql import pages
from tests.sandbox.salesforce.client import Org, accounts, error_of, opened, seed_of

ALL = "SELECT Name FROM Account ORDER BY Name"


@pytest.fixture(scope="module")
def many() -> Iterator[Org]:
    """An org with 450 accounts, which no test changes."""
    with opened(seed_of(*accounts(450))) as org:
        yield org


@pytest.mark.parametrize(
    ("asked", "first_page"),
    [
        ("batchSize=200", 200),
        ("batchSize=1", 200),
        ("batchsize = 300", 300),
        ("batchSize=9999", 450),
    ],
)
def test_a_page_has_the_size_asked_for_within_bounds(
    many: Org, asked: str, first_page: int
) -> None:
    page = many.ask(ALL, headers={"Sforce-Query-Options": asked}).json()
    assert len(page["records"]) == first_page
    assert page["totalSize"] == 450
    assert page["done"] is (first_page == 450)


def test_following_the_pages_yields_every_row_once(many: Org) -> None:
    many.session.headers["Sforce-Query-Options"] = "batchSize=200"
    names = many.column(ALL)
    del many.session.headers["Sforce-Query-Options"]
    assert names == [f"Account {number:05d}" for number in range(450)]


def test_without_a_wish_a_page_holds_2000_rows() -> None:
    with opened(seed_of(*accounts(2001))) as org:
        page = org.ask(ALL).json()
        assert len(page["records"]) == 2000
        assert page["nextRecordsUrl"].endswith("-2000")
        rest = org.session.get(org.url + page["nextRecordsUrl"], timeout=5).json()
        assert [row["Name"] for row in rest["records"]] == ["Account 02000"]
        assert rest["done"] is True
        assert "nextRecordsUrl" not in rest


def test_two_long_texts_shrink_a_page_to_200_rows() -> None:
    long_text = {"One__c": "x" * 256, "Two__c": "y" * 256}
    with opened(seed_of(*({**account, **long_text} for account in accounts(201)))) as org:
        assert len(org.ask("SELECT Name, One__c FROM Account").json()["records"]) == 201
        assert len(org.ask("SELECT Name, One__c, Two__c FROM Account").json()["records"]) == 200


def test_later_pages_show_the_rows_of_the_first_moment() -> None:
    with opened(seed_of(*accounts(450))) as org:
        page = org.ask(ALL, headers={"Sforce-Query-Options": "batchSize=200"}).json()
        last = org.rows("SELECT Id FROM Account WHERE Name = 'Account 00399'")[0]["Id"]
        assert org.call("DELETE", f"/sobjects/Account/{last}").status_code == 204
        second = org.session.get(org.url + page["nextRecordsUrl"], timeout=5).json()
        assert second["records"][-1]["Name"] == "Account 00399"


@pytest.mark.parametrize("locator", ["01g0000000000000AA-200", "nonsense", "01gx-y"])
def test_an_unknown_locator_is_refused(many: Org, locator: str) -> None:
    assert error_of(many.get(f"/query/{locator}")) == (400, "INVALID_QUERY_LOCATOR")


def test_a_locator_ends_after_two_days() -> None:
    with opened(seed_of(*accounts(450))) as org:
        page = org.ask(ALL, headers={"Sforce-Query-Options": "batchSize=200"}).json()
        org.clock.advance(2 * 24 * 3600)
        org.sign_in()
        answer = org.session.get(org.url + page["nextRecordsUrl"], timeout=5)
        assert error_of(answer) == (400, "INVALID_QUERY_LOCATOR")


def test_a_locator_can_be_made_to_end_by_a_fault() -> None:
    with opened(seed_of(*accounts(450))) as org:
        page = org.ask(ALL, headers={"Sforce-Query-Options": "batchSize=200"}).json()
        org.strike(fault="expire_cursors", path="/query/")
        answer = org.session.get(org.url + page["nextRecordsUrl"], timeout=5)
        assert error_of(answer) == (400, "INVALID_QUERY_LOCATOR")


def test_deleted_rows_are_in_query_all_only() -> None:
    with opened(seed_of(*accounts(3))) as org:
        (gone,) = org.column("SELECT Id FROM Account WHERE Name = 'Account 00001'")
        org.call("DELETE", f"/sobjects/Account/{gone}")
        select = "SELECT Name, IsDeleted FROM Account ORDER BY Name"
        assert [row["IsDeleted"] for row in org.rows(select)] == [False, False]
        assert [row["IsDeleted"] for row in org.rows(select, "queryAll")] == [False, True, False]


def test_a_page_can_be_made_to_come_twice() -> None:
    with opened(seed_of(*accounts(450))) as org:
        org.session.headers["Sforce-Query-Options"] = "batchSize=200"
        org.strike(fault="duplicate_page", path="/query/", nth=1)
        names = org.column(ALL)
        assert len(names) == 650
        assert sorted(set(names)) == [f"Account {number:05d}" for number in range(450)]


def test_the_oldest_cursors_end_early_when_all_of_them_hold_too_many_rows(
    many: Org, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "ROWS_KEPT", 3 * 450)
    monkeypatch.setattr(pages, "CURSORS_KEPT", 2)
    wish = {"Sforce-Query-Options": "batchSize=200"}
    opened_ones = [many.ask(ALL, headers=wish).json()["nextRecordsUrl"] for _ in range(4)]
    answers = [many.session.get(many.url + each, timeout=5) for each in opened_ones]
    assert [answer.status_code for answer in answers] == [400, 200, 200, 200]
    assert error_of(answers[0]) == (400, "INVALID_QUERY_LOCATOR")
