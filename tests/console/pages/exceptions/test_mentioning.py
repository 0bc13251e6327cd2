"""Comments that mention people, from the form to the history and to the overview."""

from collections.abc import Iterator

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.people.roles import Role
from bridge.queue.acts import Assign, Comment
from tests.adapters.store.opening import judge, opened
from tests.console.api.asking import Program, problem
from tests.console.building import Browser, a_console, a_reader, browser
from tests.ledger.building import a_deal, flagged

HOSTILE = '</datalist><img src=x onerror="alert(1)">'


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One exception, at which Ben mentions whom he can, and two at which he mentions Ana."""
    with opened(f"sqlite:///{tmp_path_factory.mktemp('mentions') / 'bridge.sqlite'}") as found:
        judge(found, *(flagged(a_deal("1.00", deal=f"801{n:012d}AAA")) for n in (1, 2, 3)))
        with found.transaction("triage", actor="Ben") as tx:
            tx.lives.act(1, Comment(f"@ana example and @{HOSTILE} and @Stranger <i>"))
            tx.lives.act(2, Comment("@Ana Example, look"))
            tx.lives.act(3, Comment('@"Ana Example", look'))
        with found.transaction("triage", actor="Ana Example") as tx:
            tx.lives.act(2, Assign("Cara"))
        with found.transaction("accounts", actor="Ana Example") as tx:
            for name in ("Ana Example", HOSTILE):
                tx.people.accounts.make(name, "joins")
        yield found


@pytest.fixture(scope="module")
def desk(books: Store) -> Iterator[Console]:
    with a_console(books, a_reader()) as built:
        yield built


@pytest.fixture(scope="module")
def ana(desk: Console) -> Browser:
    return browser(desk)


def test_whom_a_comment_mentions_stands_out_and_everything_else_is_text(ana: Browser) -> None:
    page = ana.get("/exceptions/1").text
    spelt = "&lt;/datalist&gt;&lt;img src=x onerror=&#34;alert(1)&#34;&gt;"
    assert (
        f'<blockquote><b class="mention">@ana example</b> and <b class="mention">@{spelt}</b>'
        " and @Stranger &lt;i&gt;</blockquote>"
    ) in page
    assert f'<option value="{spelt}"></option>' in page
    assert "<img" not in page


def test_who_was_mentioned_is_told_on_the_overview_until_the_answer(ana: Browser) -> None:
    page = ana.get("/").text
    for number, is_told in ((1, True), (2, False), (3, True)):
        told = f'<a href="/exceptions/{number}">Ben mentioned you at exception {number}</a>'
        assert (told in page) is is_told


def test_nobody_is_told_of_the_mention_of_another(books: Store) -> None:
    with a_console(books, a_reader(Role.VIEWER, name="Ana")) as desk:
        assert "mentioned you" not in browser(desk).get("/").text


def test_programs_learn_who_mentions_their_person(ana: Browser) -> None:
    program = Program(ana)
    every = program.read("/mentions")["mentions"]
    assert [(one["exception"], one["by"]) for one in every] == [(3, "Ben"), (1, "Ben")]
    assert program.read("/mentions?limit=1")["mentions"] == every[:1]
    assert problem(program.get("/mentions?limit=0")) == (422, "unreadable")
