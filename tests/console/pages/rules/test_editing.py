"""What the editor of a rule file asks while somebody types."""

from collections.abc import Iterator

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.flow.rulebook.workbench import Workbench
from bridge.people.roles import Role
from tests.adapters.store.opening import opened
from tests.console.building import Browser, a_console, a_reader, browser
from tests.stories.stand import SHIPPED, edition_of

COPY = "/rules/copies/1"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened(f"sqlite:///{tmp_path_factory.mktemp('editing') / 'bridge.sqlite'}") as found:
        yield found


@pytest.fixture(scope="module")
def console(store: Store) -> Iterator[Console]:
    with a_console(store, a_reader(Role.FINANCE_REVIEWER)) as built:
        Workbench(store, built.clock, "Ana Example").begin("sell GPU time", built.edition())
        yield built


@pytest.fixture(scope="module")
def ana(console: Console) -> Browser:
    return browser(console)


def test_a_check_while_others_check_changes_nothing_on_the_page(console: Console) -> None:
    sent = {"revision": "1", "file": "ramps.yaml", "text": "language: 1"}
    with console.checking.take(), console.checking.take():
        answer = browser(console).post(f"{COPY}/findings", data=sent)
    assert (answer.status_code, answer.text) == (204, "")


def typed(ana: Browser, text: str, file: str = "ramps.yaml") -> str:
    sent = {"revision": "1", "file": file, "text": text}
    answer = ana.post(f"{COPY}/findings", data=sent, headers={"HX-Request": "true"})
    assert answer.status_code in {200, 404}
    return answer.text


def test_what_is_typed_is_checked_at_its_place_and_not_kept(ana: Browser, store: Store) -> None:
    text = (
        edition_of(SHIPPED)
        .files["ramps.yaml"]
        .replace("price_changes: price_changes", "price_changes: x")
    )
    found = typed(ana, text)
    line = text.split("\n").index("  price_changes: x") + 1
    assert f'data-line="{line}" data-column="18" data-length="1" data-severity="error"' in found
    assert f'href="{COPY}?file=ramps.yaml&amp;as=text#line-{line}"' in found
    with store.reading() as view:
        copy = view.copies.one(1)
    assert copy is not None
    assert copy.revision == 1
    assert copy.files["ramps.yaml"] == edition_of(SHIPPED).files["ramps.yaml"]


def test_lines_as_browsers_send_them_are_the_same_text(ana: Browser) -> None:
    text = edition_of(SHIPPED).files["ramps.yaml"].replace("\n", "\r\n")
    assert 'data-severity="error"' not in typed(ana, text)


def test_a_file_that_is_not_there_cannot_be_typed_into(ana: Browser) -> None:
    assert "There is no such file" in typed(ana, "language: 1", "new.yaml")


def test_the_page_has_what_the_editor_needs_and_a_plain_form_without_it(ana: Browser) -> None:
    page = ana.get(f"{COPY}?file=ramps.yaml&as=text").text
    assert f'<div class="editor" data-editor="{COPY}/words"><textarea id="text" name="text"' in page
    assert f'hx-post="{COPY}/findings" hx-trigger="input changed delay:400ms"' in page
    assert f'<form method="post" action="{COPY}/text">' in page
    assert '<script type="module" src="/static/editor.js">' in page


def test_the_words_of_the_language_are_given_with_facts_of_the_sources(ana: Browser) -> None:
    found = ana.get(f"{COPY}/words").json()
    assert ["po_number", "fact", "Deal, Order"] in found
    assert ["YEAR", "function", "YEAR(date)"] in found
