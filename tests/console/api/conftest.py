"""The queue of sixty exceptions, and programs of people who work on it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.people.roles import Role
from tests.console.api.asking import Program
from tests.console.building import a_console, a_reader, browser
from tests.console.pages.exceptions.world import sixty
from tests.console.pages.reconciliation.stated import a_form, keep, keep_rolls


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with sixty(tmp_path_factory.mktemp("api")) as found:
        for measure in ("plan", "revenue"):
            keep(found, a_form(), measure=measure)
        keep_rolls(found)
        yield found


@pytest.fixture(scope="session")
def console(store: Store) -> Iterator[Console]:
    with a_console(store, a_reader()) as built:
        yield built


@pytest.fixture(scope="session")
def program(console: Console) -> Program:
    return Program(browser(console))


@pytest.fixture
def of_role(console: Console) -> Callable[[Role], Program]:
    def program(role: Role) -> Program:
        return Program(browser(replace(console, guest=a_reader(role, name=f"{role} Example"))))

    return program
