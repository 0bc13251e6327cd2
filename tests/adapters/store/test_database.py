import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.adapters.store.engine import database_url, open_engine
from bridge.adapters.store.tables import Unstorable
from bridge.errors import Misconfigured, Unavailable
from bridge.ledger.judgement import OpenCase
from bridge.ledger.transition import NotConserved
from bridge.model.flags import Flag
from bridge.model.ids import DealId
from bridge.model.money import Money
from tests.adapters.store.opening import judge, moment, opened
from tests.databases import postgres_database
from tests.ledger.building import DEAL, USD, a_deal, a_document, a_translation, flagged, usd


class Stopped(BaseException):
    """Stands for the death of the process."""


def test_a_deal_that_is_flagged_after_its_translation_leaves_whole_books(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, a_translation(), flagged(a_deal("1300.00", revision=2)))
        with store.reading() as view:
            summary = view.deals.summary()
        assert (summary.flagged, summary.documents) == (1, 0)
        assert summary.currencies["USD"].suspense.text() == "1300.00"
        assert store.verify() == ()


def test_every_commit_is_announced_before_and_after(store_url: str) -> None:
    heard: list[str] = []
    with Store(store_url, clock=moment, on_commit=heard.append) as store:
        with store.transaction("translated") as tx:
            heard.append("inside")
            tx.judgements.record(a_translation())
        with store.reading() as view:
            view.deals.summary()
    assert heard == ["inside", "before:translated", "after:translated"]


@pytest.mark.parametrize(("point", "deals"), [("before:translated", 0), ("after:translated", 1)])
def test_a_death_before_the_commit_leaves_nothing_and_after_it_everything(
    point: str, deals: int, store_url: str
) -> None:
    def die(announced: str) -> None:
        if announced == point:
            raise Stopped

    with (
        Store(store_url, clock=moment, on_commit=die) as store,
        pytest.raises(Stopped),
        store.transaction("translated") as tx,
    ):
        tx.judgements.record(a_translation())
    with opened(store_url) as store:
        with store.reading() as view:
            assert view.deals.summary().deals == deals
        assert store.verify() == ()


def test_an_error_inside_undoes_the_whole_transaction(store_url: str) -> None:
    with opened(store_url) as store:
        with pytest.raises(NotConserved):
            record_three_things_of_which_the_last_is_wrong(store)
        with store.reading() as view:
            assert view.deals.one(DEAL) is None
            assert (view.ledger.head().seq, view.deals.notes.to_read()) == (0, ())


def record_three_things_of_which_the_last_is_wrong(store: Store) -> None:
    with store.transaction("translated") as tx:
        tx.judgements.note([DEAL])
        tx.judgements.record(flagged())
        tx.judgements.record(a_translation(documents=[a_document(usd("1.00"))]))


def test_what_a_reader_writes_is_rolled_back(store_url: str) -> None:
    with opened(store_url) as store:
        with store.reading() as view:
            view.judgements.note([DEAL])
        with store.reading() as view:
            assert view.deals.notes.to_read() == ()


def test_the_books_are_there_after_closing_and_opening(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, a_translation())
        with store.reading() as view:
            before = view.deals.whole(DEAL)
    with opened(store_url) as store, store.reading() as view:
        assert view.deals.whole(DEAL) == before


def test_who_wrote_an_entry_is_in_the_ledger(store_url: str) -> None:
    with opened(store_url) as store:
        with store.transaction("translated", actor="ana@example.com") as tx:
            tx.judgements.record(a_translation())
        with store.reading() as view:
            assert {entry.actor for entry in view.ledger.entries()} == {"ana@example.com"}


def test_a_store_tells_the_time_of_its_database(store_url: str) -> None:
    with opened(store_url) as store:
        assert store.ping() == moment()
    with Store(store_url, clock=moment) as store:
        asked = store.ping()
    assert asked.tzinfo is not None
    assert (asked == moment()) is store_url.startswith("sqlite")


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("", "no database URL"),
        ("mysql://localhost/bridge", "mysql"),
        ("sqlite://", "sqlite"),
        ("sqlite:///:memory:", "sqlite"),
    ],
)
def test_a_url_of_no_use_is_refused_with_the_forms_that_are(url: str, what: str) -> None:
    with pytest.raises(Misconfigured, match=what) as refused:
        Store(url, clock=moment)
    assert "sqlite:///" in refused.value.act


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(Misconfigured) as refused:
        Store("postgresql://bridge:s3cret@127.0.0.1:1/books", clock=moment)
    assert "127.0.0.1:1/books" in str(refused.value)
    assert "s3cret" not in str(refused.value)


def test_a_new_store_is_made_with_its_folder_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    with Store(f"sqlite:///{folder}/bridge.sqlite", clock=moment) as store:
        judge(store, a_translation())
        modes = {file.name: file.stat().st_mode & 0o077 for file in folder.iterdir()}
    ours = ("bridge.sqlite", "bridge.sqlite-shm", "bridge.sqlite-wal", "bridge.sqlite.lock")
    assert modes == dict.fromkeys(ours, 0)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30000)],
)
def test_sqlite_loses_nothing_that_was_committed(
    tmp_path: Path, pragma: str, value: str | int
) -> None:
    """`synchronous` 2 is FULL: a mark must be on disk before the call that it announces."""
    engine = open_engine(database_url(f"sqlite:///{tmp_path}/bridge.sqlite"))
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value
    engine.dispose()


def test_a_database_that_goes_away_is_unavailable_not_a_fault_of_ours(tmp_path: Path) -> None:
    file = tmp_path / "bridge.sqlite"
    with opened(f"sqlite:///{file}") as store:
        with sqlite3.connect(file) as other:
            other.execute("DROP TABLE ledger_posting")
        other.close()
        with pytest.raises(Unavailable, match="no such table"):
            store.verify()


LARGEST = Money(2**63 - 1, USD)


@pytest.mark.parametrize("minor", [2**63, -(2**63) - 1, 10**30])
def test_an_amount_of_more_than_64_bits_is_refused_and_leaves_nothing(
    store_url: str, minor: int
) -> None:
    with opened(store_url) as store:
        with pytest.raises(Unstorable, match="more than 64 bits"):
            judge(store, a_translation(a_deal(Money(minor, USD))))
        with store.reading() as view:
            assert (view.deals.one(DEAL), view.ledger.head().seq) == (None, 0)
        judge(store, a_translation())


def test_the_largest_amounts_that_are_kept_are_added_up_exactly(store_url: str) -> None:
    with opened(store_url) as store:
        for deal in (DEAL, "801000000000002AAA", "801000000000003AAA"):
            judge(store, flagged(a_deal(LARGEST, deal=deal)))
        with store.reading() as view:
            position = view.deals.summary().currencies["USD"]
        assert (position.booked.minor, position.suspense.minor) == (3 * (2**63 - 1),) * 2
        assert store.verify() == ()


@pytest.mark.postgres
def test_a_text_that_the_database_cannot_hold_is_the_fault_of_that_text(
    postgres_server: str,
) -> None:
    with opened(postgres_database(postgres_server)) as store:
        with pytest.raises(Unstorable, match="NUL"):
            judge(store, flagged(replace(a_deal(), name="Acme\0")))
        judge(store, flagged())


def test_a_row_that_the_schema_forbids_is_no_outage(store_url: str) -> None:
    flag = Flag("X", "it cannot be", (), usd("1.00"))
    case = OpenCase(code="X", amount=usd("1.00"), flags=(flag,))
    with opened(store_url) as store, pytest.raises(Unstorable), store.transaction("case") as tx:
        tx.cases.keep_open(DealId("unknown"), [case])
