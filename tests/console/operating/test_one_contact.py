"""What is told of the calls to NetSuite is told of all of them, whoever makes them."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.app import Bridge
from bridge.errors import Unavailable
from tests.adapters.store.opening import opened
from tests.console.api.asking import Program
from tests.console.building import a_console, a_reader, browser


def test_the_calls_of_the_passes_are_told_beside_those_of_people(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'bridge.sqlite'}"
    with opened(url) as store, a_console(store, a_reader()) as built, ExitStack() as closing:
        bridge = Bridge(built.ends, built.edition(), built.settings, closing)
        console = replace(built, ends=replace(built.ends, netsuite=bridge.hurried()))
        program = Program(browser(console))
        assert told(program) == (0, False)
        with pytest.raises(Unavailable):
            bridge.ends.netsuite.ping()
        of_passes, has_failed = told(program)
        assert (of_passes > 0, has_failed) == (True, True)
        with pytest.raises(Unavailable):
            console.ends.netsuite.ping()
        assert told(program) == (of_passes + 1, True)


def told(program: Program) -> tuple[int, bool]:
    """Return how many calls to NetSuite are told, and whether one came to nothing."""
    every = program.read("/connections")["connections"]
    (one,) = (one for one in every if one["system"] == "netsuite")
    return one["calls"], one["failed"] is not None
