"""
One store of each kind: an SQLite file, and a PostgreSQL server that the tests start themselves.

A conftest imports the fixtures `postgres_server` and `store_url` from here.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

#: The account that runs the server where the tests run as root, whom PostgreSQL refuses.
_USER = "postgres"


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
    """The URL of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store/bridge.sqlite"
    return postgres_database(request.getfixturevalue("postgres_server"))


def postgres_database(server: str) -> str:
    """Create an empty database on a server and return its URL."""
    name = f"bridge_{uuid4().hex}"
    pattern = server if "%s" in server else f"{server}/%s"
    with psycopg.connect(pattern % "postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return pattern % name
