from collections.abc import Iterator, Mapping
from datetime import datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlmodel import SQLModel

from bridge.adapters.store.database import Store
from bridge.adapters.store.documents import Claim
from bridge.adapters.store.engine import WRITES, database_url, migrate, open_engine
from bridge.adapters.store.tables import Unstorable
from bridge.model.document import Kind, State, external_id
from bridge.queue.acts import Ask
from bridge.queue.life import WaitsFor
from tests.adapters.store.opening import judge, moment, opened
from tests.ledger.building import DEAL, a_deal, a_translation, flagged

#: What takes each migration back, the last one first; of tables, those that lean on others first.
BACK: Mapping[str, tuple[str, ...]] = {
    "0027": ("DROP TABLE currency_rate",),
    "0026": ("DROP TABLE reading_run",),
    "0025": (
        *(f"DROP TABLE {table}" for table in ("packed_plan", "sold_deal")),
        "ALTER TABLE statement DROP COLUMN definition",
    ),
    "0022": ("DROP TABLE rule_plan",),
    "0020": tuple(
        f"DROP TABLE {table}"
        for table in ("held_record", "planned_row", "revenue_reading", "statement")
    ),
    "0019": (
        *(f"DROP INDEX deal_by_{index}" for index in ("age", "state")),
        "CREATE INDEX ix_deal_state ON deal (state)",
    ),
    "0018": ("DROP TABLE saved_view",),
    "0017": ("DROP TABLE made_of",),
    "0015": (
        "DROP TABLE merged",
        *(
            f"ALTER TABLE reread DROP COLUMN {name}"
            for name in ("asked", "content", "told", "saved")
        ),
    ),
    "0014": ("ALTER TABLE write_back DROP COLUMN told_status",),
    "0013": ("ALTER TABLE sign_in_state DROP COLUMN proves", "DROP TABLE kept_answer"),
    "0012": ("DROP TABLE notice_mark", "DROP TABLE delivery"),
    "0011": ("DROP TABLE package",),
    "0010": ("DROP TABLE working_copy",),
    "0009": (
        *(f"DROP INDEX exception_{index}" for index in ("by_age", "by_amount", "by_cause")),
        *(f"DROP INDEX ix_exception_case_{column}" for column in ("code", "currency")),
        "ALTER TABLE exception_case DROP COLUMN state",
    ),
    "0008": tuple(
        f"DROP TABLE {table}"
        for table in (
            *("role_grant", "web_session", "api_token", "account", "sign_in_try"),
            "sign_in_state",
        )
    ),
    "0007": tuple(
        f"ALTER TABLE exception_life DROP COLUMN {column}" for column in ("proposed", "decision")
    ),
    "0006": ("ALTER TABLE document DROP COLUMN settled_seq",),
}


def go_back(connection: Connection, revision: str) -> None:
    """Make books as they were after a migration."""
    for later, statements in BACK.items():
        for statement in statements if later > revision else ():
            connection.execute(text(statement))
    connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
    connection.commit()


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    with opened(store_url) as store, store.transaction("translated") as tx:
        tx.judgements.record(a_translation())
    found = open_engine(database_url(store_url))
    yield found
    found.dispose()


def writing(engine: Engine) -> Connection:
    return engine.connect().execution_options(**{WRITES: True})


def test_the_migrated_schema_is_the_one_that_the_tables_declare(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_guard_of_one_send_per_contract_is_a_partial_index(engine: Engine) -> None:
    (index,) = (
        found
        for found in inspect(engine).get_indexes("document")
        if found["name"] == "one_sending_per_contract"
    )
    where = index["dialect_options"][f"{engine.dialect.name}_where"]
    assert (bool(index["unique"]), "SENDING" in str(where)) == (True, True)


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM ledger_entry")).scalar_one() == 2


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_posting"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET deal = 'another'", "DELETE FROM {}", "DELETE FROM {} WHERE seq = 2"],
)
def test_the_database_refuses_to_change_the_ledger(
    engine: Engine, table: str, statement: str
) -> None:
    with writing(engine) as connection, pytest.raises(DatabaseError, match="append-only"):
        connection.execute(text(statement.format(table)))


def test_the_database_refuses_to_empty_or_replace_what_is_in_the_ledger(engine: Engine) -> None:
    """SQLite replaces a row without asking its DELETE triggers; PostgreSQL truncates."""
    statement = "TRUNCATE ledger_posting"
    if engine.dialect.name == "sqlite":
        statement = "INSERT OR REPLACE INTO ledger_posting SELECT * FROM ledger_posting"
    with writing(engine) as connection, pytest.raises(DatabaseError, match="append-only"):
        connection.execute(text(statement))


def test_the_database_refuses_a_posting_of_no_entry_and_two_entries_of_one_number(
    engine: Engine,
) -> None:
    posting = "INSERT INTO ledger_posting VALUES (99, 1, 'd', 'booked', 'USD', 1, NULL)"
    entry = (
        "INSERT INTO ledger_entry SELECT seq, kind, actor, at, deal, refs, payload, previous, 'x' "
        "FROM ledger_entry"
    )
    for statement in (posting, entry):
        with writing(engine) as connection, pytest.raises(IntegrityError):
            connection.execute(text(statement))


def test_the_database_refuses_two_sends_of_one_contract(engine: Engine) -> None:
    other = (
        "INSERT INTO document SELECT 'other', deal, contract, 2, kind, dated, currency, minor, "
        "body, digest, lines, 'SENDING', attempt, look_first, sender, sent_at, quiet_until, "
        "internal_id, settled_how, error_code, error_says, made_of, target, record, settled_seq "
        "FROM document"
    )
    with writing(engine) as connection:
        connection.execute(text("UPDATE document SET state = 'SENDING'"))
        with pytest.raises(IntegrityError):
            connection.execute(text(other))


def test_exceptions_from_before_learn_where_they_stand(store_url: str) -> None:
    other = "801000000000002AAA"
    with opened(store_url) as store:
        judge(store, flagged(), flagged(a_deal(deal=other)), a_translation(a_deal(deal=other)))
        with store.transaction("triage", actor="Ana") as tx:
            tx.lives.act(1, Ask(WaitsFor.ORIGIN, "please enter the start date"))
    engine = open_engine(database_url(store_url))
    with writing(engine) as connection:
        go_back(connection, "0008")
    migrate(engine)
    with engine.connect() as connection:
        told = connection.execute(text("SELECT state FROM exception_case ORDER BY id"))
        assert told.scalars().all() == ["WAITING", "RESOLVED"]
    engine.dispose()


def test_books_from_before_learn_by_which_entry_a_document_was_acknowledged(
    store_url: str,
) -> None:
    with opened(store_url) as store:
        judge(store, a_translation())
        with store.transaction("acknowledged") as tx:
            claim = Claim(external_id(DEAL, Kind.SALES_ORDER, 1), State.PREPARED, 0)
            assert tx.documents.acknowledge(claim, internal_id="5001", how="observed")
            entry = tx.ledger.head().seq
    engine = open_engine(database_url(store_url))
    with writing(engine) as connection:
        go_back(connection, "0005")
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT settled_seq FROM document")).scalar_one() == entry
    engine.dispose()


def test_times_come_back_in_utc_to_the_microsecond(store_url: str) -> None:
    with opened(store_url) as store:
        with store.transaction("polled") as tx:
            tx.turns.move_cursor("salesforce", moment())
        with store.reading() as view:
            assert view.turns.cursor("salesforce") == moment()
            assert str(view.turns.cursor("salesforce")) == "2026-01-15 09:00:00.000001+00:00"


def test_a_time_without_zone_is_refused(store_url: str) -> None:
    with opened(store_url) as store, pytest.raises(Unstorable, match="no time zone"):
        move_the_cursor_to(store, moment().replace(tzinfo=None))


def move_the_cursor_to(store: Store, upper: datetime) -> None:
    with store.transaction("polled") as tx:
        tx.turns.move_cursor("salesforce", upper)
