"""The queue that a module of tests works on, and two people who do."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.people.roles import Role
from tests.console.building import Browser, a_console, a_reader, browser
from tests.console.pages.exceptions.world import sixty


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with sixty(tmp_path_factory.mktemp("queue")) as found:
        yield found


@pytest.fixture(scope="module")
def desk(books: Store) -> Iterator[Console]:
    with a_console(books, a_reader()) as built:
        yield built


@pytest.fixture(scope="module")
def ana(desk: Console) -> Browser:
    return browser(desk)


@pytest.fixture
def ben(desk: Console) -> Browser:
    return browser(replace(desk, guest=a_reader(Role.FINANCE_REVIEWER, name="Ben")))
