"""Connections: which database a URL means, how it is opened, and how its schema is brought up."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, StatementError

from bridge.errors import Misconfigured

_MIGRATIONS = Path(__file__).parent.parent / "migrations"

#: Any number that no other program on the server uses: the lock of a migration.
_MIGRATION_LOCK = 7_216_384_519

#: Writers of one process take turns; each holds the file for milliseconds.
BUSY_TIMEOUT_MS = 30_000

#: How a write transaction is told from a reading one when it begins.
WRITES = "bridge_writes"


def database_url(url: str) -> URL:
    """Return the URL with the driver that the bridge brings; Misconfigured for other databases."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise _unusable("this is no database URL") from error
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite")
        case "postgresql":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise _unusable(f"the store cannot be kept in {other} without a file")


def sqlite_file(url: URL) -> Path | None:
    """Return the file of an SQLite store, None for PostgreSQL."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def open_engine(url: URL) -> Engine:
    """Return the engine of a store; nothing is connected yet."""
    if sqlite_file(url) is None:
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def check_schema(engine: Engine) -> None:
    """Raise Misconfigured unless the database holds a store in the newest form; change nothing."""
    file = sqlite_file(engine.url)
    if file is not None and not file.is_file():
        raise _nothing_kept(engine)
    with _answering(engine), engine.connect() as connection:
        if not _is_newest(connection):
            raise _nothing_kept(engine)


def migrate(engine: Engine) -> None:
    """
    Bring the schema to its newest form; does nothing if it is there.

    Raises Misconfigured if the database does not answer, or if the file is none of ours.
    """
    with _answering(engine), engine.connect() as connection:
        if _is_newest(connection):
            return  # nearly always; to ask Alembic takes longer than most commands
    settings = Config()
    settings.set_main_option("script_location", str(_MIGRATIONS))
    settings.set_main_option("path_separator", "os")
    with (
        _answering(engine),
        engine.connect().execution_options(**{WRITES: True}) as connection,
    ):
        _take_migration_lock(connection)
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        connection.commit()


@cache
def _newest() -> str | None:
    """Return the last migration; all of them are loaded to know it, which is done once."""
    return ScriptDirectory(str(_MIGRATIONS)).get_current_head()


def _is_newest(connection: Connection) -> bool:
    return MigrationContext.configure(connection).get_current_revision() == _newest()


@contextmanager
def _answering(engine: Engine) -> Iterator[None]:
    """Turn a database that does not answer, or is none of ours, into Misconfigured."""
    try:
        yield
    except CommandError as error:
        raise Misconfigured(
            "the books were written by a newer version of the bridge",
            where=engine.url.render_as_string(hide_password=True),
            act="install that version, or name the right settings file",
        ) from error
    except DBAPIError as error:
        raise Misconfigured(
            f"the database cannot be used: {first_line(error)}",
            where=engine.url.render_as_string(hide_password=True),
            act="start it, or correct store.url",
        ) from error


def _nothing_kept(engine: Engine) -> Misconfigured:
    return Misconfigured(
        "the books are not there yet, or are those of another version of the bridge",
        where=engine.url.render_as_string(hide_password=True),
        act="make a pass with `bridge sync --once`, or name the right settings file",
    )


def first_line(error: StatementError) -> str:
    """Return what the driver says, without the statement and its values."""
    return str(error.orig).partition("\n")[0]


def _take_migration_lock(connection: Connection) -> None:
    """Let one process migrate at a time; on SQLite there is but one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})


def _prepare_sqlite(connection: SqliteConnection, _record: Any) -> None:
    # The driver must not open transactions by itself: it would do so too late, at the first write.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an acknowledgement must survive the loss of power
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # What is read before a write must not be changed by another thread in between.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _unusable(what: str) -> Misconfigured:
    return Misconfigured(
        what,
        where="store.url",
        act="write sqlite:///path/to/file or postgresql://user@host/database",
    )
