import subprocess
import sys
from pathlib import Path

import pytest

from bridge.adapters.lock import FileLock
from bridge.errors import Misconfigured, StoreLocked
from tests.adapters.store.opening import opened

HOLDS_IT = """
import sys, pathlib
from bridge.adapters.lock import FileLock
lock = FileLock(pathlib.Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bridge.sqlite"


def test_a_second_process_is_refused_and_told_what_to_do(file: Path) -> None:
    command = [sys.executable, "-c", HOLDS_IT, str(file)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreLocked) as refused:
            opened(f"sqlite:///{file}")
        assert str(holder.pid) in refused.value.what
        assert refused.value.where == f"{file}.lock"
        assert "stop that process" in refused.value.act
        holder.kill()
    with opened(f"sqlite:///{file}") as store:
        assert store.verify() == ()


def test_a_second_store_of_the_same_process_is_refused(file: Path) -> None:
    with opened(f"sqlite:///{file}"), pytest.raises(StoreLocked):
        opened(f"sqlite:///{file}")


def test_a_store_that_was_closed_can_be_opened_again(file: Path) -> None:
    for _ in range(2):
        opened(f"sqlite:///{file}").close()


def test_a_lock_file_that_was_left_behind_locks_nothing(file: Path) -> None:
    file.with_name("bridge.sqlite.lock").write_text("999999999\n")
    FileLock(file).close()


def test_a_store_that_cannot_be_opened_frees_its_lock(file: Path) -> None:
    file.write_bytes(b"this is no database " * 100)
    for _ in range(2):
        with pytest.raises(Misconfigured, match="not a database"):
            opened(f"sqlite:///{file}")
