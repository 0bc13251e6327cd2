import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bridge.adapters.store import ledger_rows
from bridge.adapters.store.engine import WRITES, database_url, open_engine
from bridge.ledger.accounts import BOOKED, WAITING
from bridge.ledger.balance import balances
from bridge.ledger.entries import Draft, EntryKind, Posting, Unbalanced
from bridge.model.ids import DealId
from bridge.model.money import Currency, Money
from tests.adapters.store.opening import judge, opened
from tests.ledger.building import DEAL, a_deal, a_translation, excluded, flagged, usd

OTHER = "801000000000002AAA"


def test_an_unbalanced_entry_is_refused_and_nothing_is_appended(store_url: str) -> None:
    with opened(store_url) as store:
        with pytest.raises(Unbalanced), store.transaction("booked") as tx:
            tx.ledger.append(unbalanced())
        with store.reading() as view:
            assert view.ledger.head().seq == 0


def unbalanced() -> Draft:
    return Draft(kind=EntryKind.BOOKED, deal=DEAL, postings=(Posting(BOOKED, usd("1.00")),))


def test_entries_come_back_as_they_were_written(store_url: str) -> None:
    yen = Money(-(10**15), Currency("JPY"))
    draft = Draft(
        kind=EntryKind.BOOKED,
        deal=DEAL,
        postings=(Posting(BOOKED, -yen, "2026-01"), Posting(WAITING, yen)),
        refs={"dossier": "ä"},
        payload={"a": [1, None, True, {"b": "1.50"}]},
    )
    with opened(store_url) as store:
        with store.transaction("booked") as tx:
            written = [*tx.ledger.append(draft), *tx.ledger.append(draft, draft)]
        with store.reading() as view:
            assert list(view.ledger.entries()) == written


def test_balances_added_by_the_database_are_those_of_the_entries(store_url: str) -> None:
    present = [datetime(2026, 1, 15, tzinfo=UTC)]
    with opened(store_url, lambda: present[0]) as store:
        judge(store, a_translation())
        present[0] += timedelta(days=1)
        judge(store, flagged(a_deal("-7.00", deal=OTHER)), excluded(a_deal("1.00", revision=2)))
        with store.reading() as view:
            entries = list(view.ledger.entries())
            yesterday = present[0] - timedelta(days=1)
            assert view.ledger.balances() == balances(entries)
            assert view.ledger.balances(as_of=yesterday) == balances(entries, as_of=yesterday)
            assert view.ledger.balances(deal=DealId(OTHER)) == balances(entries, deal=DealId(OTHER))
            assert list(view.ledger.entries(as_of=yesterday)) == entries[:2]


@pytest.mark.parametrize("count", [3, 4, 5])
def test_a_long_ledger_is_read_page_by_page_without_loss(
    count: int, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_rows, "_PAGE", 2)
    with opened(store_url) as store:
        with store.transaction("booked") as tx:
            for _ in range(count):
                tx.ledger.append(Draft(kind=EntryKind.JUDGED, deal=DEAL))
        with store.reading() as view:
            assert [entry.seq for entry in view.ledger.entries()] == list(range(1, count + 1))
        assert store.verify() == ()


#: How the owner of a database gets round the guards of the ledger.
GUARDS_OFF = {
    "sqlite": [
        f"DROP TRIGGER {table}_no_{act}"
        for table in ("ledger_entry", "ledger_posting")
        for act in ("update", "delete")
    ],
    "postgresql": [
        f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in ("ledger_entry", "ledger_posting")
    ],
}


def tamper(url: str, *statements: str) -> None:
    """Change the ledger as somebody could who owns the database."""
    engine = open_engine(database_url(url))
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        for statement in (*GUARDS_OFF[engine.dialect.name], *statements):
            connection.execute(text(statement))
        connection.commit()
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "code", "seq"),
    [
        ("UPDATE ledger_entry SET actor = 'eve' WHERE seq = 2", "ALTERED", 2),
        ("UPDATE ledger_entry SET payload = '{}' WHERE seq = 4", "ALTERED", 4),
        ("UPDATE ledger_posting SET minor = minor + 1 WHERE seq = 3 AND n = 1", "ALTERED", 3),
        ("UPDATE ledger_posting SET minor = 2 * minor WHERE seq = 1", "ALTERED", 1),
        ("UPDATE ledger_posting SET account = 'ordered' WHERE account = 'pending'", "ALTERED", 2),
        ("UPDATE ledger_head SET seq = 3", "HEAD", 4),
    ],
)
def test_a_row_that_was_tampered_with_is_found_by_its_number(
    store_url: str, statement: str, code: str, seq: int
) -> None:
    with opened(store_url) as store:
        judge(store, a_translation(), flagged(a_deal("5.00", deal=OTHER)))
    tamper(store_url, statement)
    with opened(store_url) as store:
        first = store.verify()[0]
    assert (first.code, first.seq) == (code, seq)


def test_a_tail_that_was_cut_off_is_found(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, a_translation())
    tamper(
        store_url,
        "DELETE FROM ledger_posting WHERE seq = 2",
        "DELETE FROM ledger_entry WHERE seq = 2",
    )
    with opened(store_url) as store:
        assert [finding.code for finding in store.verify()] == ["HEAD", "BOOKS", "BOOKS"]


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE exception_case SET minor = 499", "open exceptions hold 4.99 USD"),
        ("UPDATE exception_case SET closed_at = opened_at", "open exceptions hold 0.00 USD"),
        ("UPDATE deal SET minor = 501", "its tables say -5.01 USD booked"),
        ("UPDATE document SET minor = 1", "its tables say 0.01 USD pending"),
        ("UPDATE document SET state = 'ACKNOWLEDGED'", "1,200.00 USD ordered"),
    ],
)
def test_tables_that_disagree_with_the_ledger_are_found_by_deal(
    store_url: str, statement: str, says: str
) -> None:
    with opened(store_url) as store:
        judge(store, a_translation(), flagged(a_deal("5.00", deal=OTHER)))
    tamper(store_url, statement)
    with opened(store_url) as store:
        findings = store.verify()
    assert any(says in finding.says for finding in findings), findings
    assert {finding.code for finding in findings} == {"BOOKS"}


def test_two_stores_of_one_server_append_in_turns(store_url: str) -> None:
    if store_url.startswith("sqlite"):
        return  # one process has the file: tests/adapters/store/test_lock.py
    with opened(store_url) as one, opened(store_url) as two:
        for number in range(4):
            judge((one, two)[number % 2], a_translation(a_deal("1.00", revision=number)))
        assert one.verify() == two.verify() == ()


def test_a_trigger_outlives_the_store(tmp_path: Path) -> None:
    file = tmp_path / "bridge.sqlite"
    with opened(f"sqlite:///{file}") as store:
        judge(store, a_translation())
    connection = sqlite3.connect(file)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("DELETE FROM ledger_entry")
    connection.close()
