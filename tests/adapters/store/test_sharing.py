"""Threads, processes and a server that drops its connections."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from bridge.adapters.store.database import Store
from bridge.adapters.store.engine import database_url, open_engine
from bridge.errors import Unavailable
from bridge.ledger.transition import Decision
from tests.adapters.store.opening import judge, opened
from tests.databases import postgres_database
from tests.ledger.building import a_deal, a_translation

OPENS_IT = """
import sys
from datetime import UTC, datetime
from bridge.adapters.store.database import Store
with Store(sys.argv[1], clock=lambda: datetime(2026, 1, 15, tzinfo=UTC)) as store:
    assert store.verify() == ()
"""
ROUNDS = 5


def test_threads_of_one_process_take_turns_at_writing(store_url: str) -> None:
    with opened(store_url) as store:

        def work(number: int) -> list[Decision]:
            deals = (f"80100000000{number}{count:03}AAA" for count in range(ROUNDS))
            return judge(store, *(a_translation(a_deal("1.00", deal=deal)) for deal in deals))

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(work, range(4)))
        with store.reading() as view:
            assert view.deals.summary().currencies["USD"].pending.text() == f"{4 * ROUNDS}.00"
        assert store.verify() == ()


def test_a_reader_sees_one_state_while_others_write(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, a_translation())
        with store.reading() as view:
            before = view.ledger.head()
            judge(store, a_translation(a_deal("1300.00", revision=2)))
            assert (view.ledger.head(), len(list(view.ledger.entries()))) == (before, 2)
        with store.reading() as view:
            assert view.ledger.head().seq == 5


@pytest.mark.postgres
def test_processes_that_start_at_once_on_an_empty_server_migrate_it_once(
    postgres_server: str,
) -> None:
    url = postgres_database(postgres_server)
    command = [sys.executable, "-c", OPENS_IT, url]
    started = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait(timeout=60) for process in started] == [0, 0, 0]


@pytest.mark.postgres
def test_a_connection_that_is_cut_undoes_its_transaction_and_the_next_one_works(
    postgres_server: str,
) -> None:
    url = postgres_database(postgres_server)
    with opened(url) as store:
        with pytest.raises(Unavailable):
            record_while_the_server_hangs_up(store, url)
        judge(store, a_translation(a_deal("2.00")))
        with store.reading() as view:
            assert view.deals.summary().currencies["USD"].booked.text() == "2.00"
        assert store.verify() == ()


def record_while_the_server_hangs_up(store: Store, url: str) -> None:
    with store.transaction("translated") as tx:
        tx.judgements.record(a_translation(a_deal("1.00")))
        other = open_engine(database_url(url))
        with other.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        other.dispose()


def test_a_store_that_is_locked_from_outside_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup tool, say, that holds the file open for writing."""
    monkeypatch.setattr("bridge.adapters.store.engine.BUSY_TIMEOUT_MS", 1)
    url = f"sqlite:///{tmp_path}/bridge.sqlite"
    with opened(url) as store:
        other = open_engine(database_url(url))
        with other.connect() as connection:
            connection.exec_driver_sql("DELETE FROM tick")
            with pytest.raises(Unavailable, match="locked"):
                judge(store, a_translation())
        other.dispose()
        judge(store, a_translation())
