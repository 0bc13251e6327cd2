"""What is told of the calls to a system is told of all of them, whoever makes them."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.app import Bridge
from bridge.errors import Unavailable
from tests.adapters.store.opening import opened
from tests.console.api.asking import Program
from tests.console.building import a_console, a_reader, browser


@pytest.mark.parametrize("system", ["netsuite", "salesforce"])
def test_the_calls_of_the_passes_are_told_beside_those_of_people(
    tmp_path: Path, system: str
) -> None:
    url = f"sqlite:///{tmp_path / 'bridge.sqlite'}"
    with opened(url) as store, a_console(store, a_reader()) as built, ExitStack() as closing:
        bridge = Bridge(built.ends, built.edition(), built.settings, closing)
        ends = bridge.hurried()
        program = Program(browser(replace(built, ends=ends)))
        of_passes, of_people = (
            {"netsuite": one.netsuite.ping, "salesforce": one.salesforce.ping}[system]
            for one in (bridge.ends, ends)
        )
        assert told(program, system) == (0, False)
        with pytest.raises(Unavailable):
            of_passes()
        before, has_failed = told(program, system)
        assert (before > 0, has_failed) == (True, True)
        with pytest.raises(Unavailable):
            of_people()
        assert told(program, system) == (before + 1, True)


def told(program: Program, system: str) -> tuple[int, bool]:
    """Return how many calls to a system are told, and whether one came to nothing."""
    every = program.read("/connections")["connections"]
    (one,) = (one for one in every if one["system"] == system)
    return one["calls"], one["failed"] is not None
