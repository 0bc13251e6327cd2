"""
One store of each kind: an SQLite file, and a PostgreSQL server that the tests start themselves.

A conftest imports the fixtures `postgres_server`, `postgres_template` and `store_url` from here.

The tables of a store are made once in a run and copied for each test: to make them costs more
than most tests do. What a new store is like is said where stores are opened without a copy.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from bridge.adapters.store.database import Store
from bridge.adapters.store.engine import database_url, sqlite_file

#: The account that runs the server where the tests run as root, whom PostgreSQL refuses.
_USER = "postgres"


def _moment() -> datetime:
    return datetime(2026, 1, 15, 9, tzinfo=UTC)


@cache
def _empty() -> bytes:
    """The file of an SQLite store in which nothing was written yet."""
    with tempfile.TemporaryDirectory(prefix="bridge-empty-") as folder:
        file = Path(folder) / "bridge.sqlite"
        Store(f"sqlite:///{file}", clock=_moment).close()
        return file.read_bytes()


def with_tables(url: str) -> str:
    """Let a store begin with its tables if it is an SQLite file that is not there yet."""
    file = sqlite_file(database_url(url))
    if file is not None and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_bytes(_empty())
    return url


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def _unprivileged(*command: str | Path) -> None:
    """Run a command of the server as somebody who is not root."""
    prefix = ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups"]
    words = [*(prefix if os.geteuid() == 0 else []), *map(str, command)]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(words, check=True, capture_output=True, env=environment, timeout=60)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a server, without a database at its end; BRIDGE_TEST_PG_URL goes first."""
    given = os.environ.get("BRIDGE_TEST_PG_URL")
    if given:
        yield given.rsplit("/", 1)[0]
        return
    binaries = _binaries()
    if binaries is None:
        if "CI" in os.environ:
            pytest.fail("there is no PostgreSQL server here: install the package postgresql")
        pytest.skip("there is no PostgreSQL server here; set BRIDGE_TEST_PG_URL or install one")
    folder = Path(tempfile.mkdtemp(prefix="bridge-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, _USER)
    cluster = folder / "cluster"
    _unprivileged(binaries / "initdb", "-D", cluster, "-U", _USER, "-A", "trust", "-N")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    log = folder / "log"
    _unprivileged(binaries / "pg_ctl", "start", "-D", cluster, "-w", "-o", options, "-l", log)
    yield f"postgresql://{_USER}@/%s?host={folder}"
    _unprivileged(binaries / "pg_ctl", "stop", "-D", cluster, "-m", "immediate", "-w")
    shutil.rmtree(folder)


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a store in which nothing was written yet, of each kind in turn."""
    if request.param == "sqlite":
        return with_tables(f"sqlite:///{tmp_path}/store/bridge.sqlite")
    server = request.getfixturevalue("postgres_server")
    return postgres_database(server, request.getfixturevalue("postgres_template"))


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a database that has the tables of a store, and nothing in them."""
    url = postgres_database(postgres_server)
    Store(url, clock=_moment).close()
    return url.partition("?")[0].rpartition("/")[2]


def postgres_database(server: str, template: str = "template1") -> str:
    """Create a database like a template's, else an empty one, on a server; return its URL."""
    name = f"bridge_{uuid4().hex}"
    pattern = server if "%s" in server else f"{server}/%s"
    with psycopg.connect(pattern % "postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
    return pattern % name
