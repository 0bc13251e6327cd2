"""What starts quickly loads nothing that it does not need."""

import subprocess
import sys

import pytest
import typer
from typer.core import TyperGroup

from bridge.__main__ import DESK
from bridge.cli import desk

SLOW = {"alembic", "apscheduler", "requests", "simple_salesforce", "sqlalchemy", "sqlmodel", "zeep"}
#: Loads the command as a person does who types the word, and tells what came with it.
LOAD = "import sys; import bridge.__main__; print(*sys.modules)"


def loaded(word: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOAD, word], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("word", ["sandbox", "translate"])
def test_a_quick_word_loads_neither_the_store_nor_the_adapters(word: str) -> None:
    assert loaded(word) & SLOW == set()


def test_a_word_of_the_desk_loads_neither_the_console_nor_the_sandboxes() -> None:
    assert loaded("deals") & {"aiohttp", "fastapi", "starlette", "uvicorn"} == set()


def test_the_words_of_the_desk_are_known_by_name() -> None:
    told = typer.main.get_command(desk.cli)
    assert isinstance(told, TyperGroup)
    assert told.commands.keys() - {"translate"} == DESK


def test_a_word_that_posts_loads_both_and_what_sends_messages_only_to_send_one() -> None:
    found = loaded("sync")
    assert found >= SLOW
    assert "apprise" not in found
