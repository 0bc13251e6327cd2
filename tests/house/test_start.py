"""What starts quickly loads nothing that it does not need."""

import subprocess
import sys
from functools import cache
from typing import NamedTuple

import pytest
import typer
from typer.core import TyperGroup

from bridge.__main__ import DESK
from bridge.cli import desk

SLOW = {"alembic", "apscheduler", "requests", "simple_salesforce", "sqlalchemy", "sqlmodel", "zeep"}
#: Loads the command as a person does who types the word; tells what came with it, and what of it
#: is looked at for garbage later, and whether anything will be.
LOAD = """
import gc, sys
seen = sum(one["collections"] for one in gc.get_stats())
import bridge.__main__
print(*sys.modules)
looks = sum(one["collections"] for one in gc.get_stats()) - seen
print(looks, gc.isenabled(), len(gc.get_objects()))
"""


class Loaded(NamedTuple):
    """What a process is like that has loaded a word."""

    modules: frozenset[str]
    looks: int  #: for garbage while it was loaded
    looks_for_garbage: bool  #: from here on
    looked_at: int  #: objects


@cache
def start(word: str) -> Loaded:
    done = subprocess.run(
        [sys.executable, "-c", LOAD, word], capture_output=True, text=True, check=True
    )
    modules, rest = done.stdout.splitlines()
    looks, goes_on, objects = rest.split()
    return Loaded(frozenset(modules.split()), int(looks), goes_on == "True", int(objects))


def loaded(word: str) -> frozenset[str]:
    return start(word).modules


@pytest.mark.parametrize("word", ["sandbox", "translate"])
def test_a_quick_word_loads_neither_the_store_nor_the_adapters(word: str) -> None:
    assert loaded(word) & SLOW == set()


def test_a_word_of_the_desk_loads_neither_the_console_nor_the_sandboxes() -> None:
    assert loaded("deals") & {"aiohttp", "fastapi", "starlette", "uvicorn"} == set()


def test_no_time_goes_into_garbage_among_what_is_loaded() -> None:
    found = start("deals")
    assert found.looks <= 1  # the interpreter's own, before the first line of ours
    assert found.looked_at < 1_000
    assert found.looks_for_garbage


def test_the_words_of_the_desk_are_known_by_name() -> None:
    told = typer.main.get_command(desk.cli)
    assert isinstance(told, TyperGroup)
    assert told.commands.keys() - {"translate"} == DESK


def test_a_word_that_posts_loads_both_and_what_sends_messages_only_to_send_one() -> None:
    found = loaded("sync")
    assert found >= SLOW
    assert "apprise" not in found
