"""The page of the feed: passes, how far was read, what waits."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.errors import ActedMeanwhile
from bridge.flow.sync.noting import SOURCE
from bridge.flow.watching import pausing
from bridge.flow.watching.health import PASSES
from bridge.ledger.pauses import Stream
from bridge.people.roles import Role
from tests.adapters.store.opening import judge, moment, opened
from tests.console.api.asking import Program, problem, told
from tests.console.building import Browser, a_reader, browser
from tests.ledger.building import DEAL, flagged


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened(f"sqlite:///{tmp_path_factory.mktemp('sync') / 'bridge.sqlite'}") as found:
        judge(found, flagged())
        yield found


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_feed_without_a_pass_says_so_and_then_which_were_made(
    anybody: Browser, store: Store
) -> None:
    before = text(anybody.get("/sync").text)
    assert "not well" in before
    assert "the daemon has not finished a pass yet" in before
    assert "nothing was read yet" in before
    assert "No pass was made yet" in before
    assert "0 to be posted" in before
    with store.transaction("passes") as tx:
        for minutes in (3, 2, 1):
            due = moment() - timedelta(minutes=minutes)
            tx.turns.take_tick(PASSES, due)
            if minutes != 2:
                tx.turns.finish_tick(PASSES, due)
        tx.turns.move_cursor(SOURCE, moment() - timedelta(minutes=1))
    after = text(anybody.get("/sync").text)
    assert "at work" in after
    assert re.findall(r"finished|hindered", after.partition("Seconds")[2]) == [
        "finished",
        "hindered",
        "finished",
    ]
    assert "1 flagged" in after


def test_an_operator_lets_a_stream_rest_and_every_page_says_so(
    anybody: Browser, console: Console
) -> None:
    path = "/sync/streams/posting"
    assert anybody.post(f"{path}/resume", data={"reason": "x"}).status_code == 422
    assert anybody.post(f"{path}/pause", data={"reason": " "}).status_code == 422
    assert anybody.post("/sync/streams/all/pause", data={"reason": "x"}).status_code == 422
    done = anybody.post(f"{path}/pause", data={"reason": "<b>upgrade</b>"})
    assert (done.status_code, done.headers["location"]) == (303, "/sync")
    viewer = browser(replace(console, guest=a_reader(Role.VIEWER)))
    for page in (anybody.get("/deals").text, viewer.get("/sync").text):
        assert "Posting is paused</a> by Ana Example" in page
        assert "&lt;b&gt;upgrade&lt;/b&gt;" in page
        assert "<b>upgrade" not in page
    assert f'action="{path}/resume"' in anybody.get("/sync").text
    assert f'action="{path}/resume"' not in viewer.get("/sync").text
    assert anybody.post(f"{path}/pause", data={"reason": "again"}).status_code == 422
    assert anybody.post(f"{path}/resume", data={"reason": "done"}).status_code == 303
    assert "is paused" not in anybody.get("/deals").text


def test_an_operator_has_a_deal_read_again(anybody: Browser, store: Store) -> None:
    unknown = anybody.post("/sync/read-again", data={"deal": "<i>", "reason": "odd"})
    assert unknown.status_code == 422
    assert "<i>" not in unknown.text
    assert anybody.post("/sync/read-again", data={"deal": DEAL}).status_code == 422
    done = anybody.post("/sync/read-again", data={"deal": f" {DEAL} ", "reason": "it looks odd"})
    assert done.headers["location"] == "/sync"
    with store.reading() as view:
        assert DEAL in {one.deal for one in view.deals.notes.to_read()}
        *_, last = view.ledger.entries(deal=DEAL)
    assert (last.kind, last.actor) == ("REREAD", "Ana Example")
    assert last.payload == {"reason": "it looks odd"}


def test_programs_let_streams_rest_as_they_saw_them(console: Console) -> None:
    program = Program(browser(console))
    path = "/streams/writing-back"
    going = program.get(path).headers["etag"]
    assert problem(program.post(f"{path}/pause", {"reason": "more"})) == (428, "if-match-missing")
    done = program.post(f"{path}/pause", {"reason": "migration"}, if_match=going)
    rests = told(done)
    assert (rests["stream"], rests["paused"], rests["by"]) == ("writing-back", True, "Ana Example")
    assert rests in program.read("/streams")["streams"]
    assert (program.get(path).headers["etag"], told(program.get(path))) == (
        done.headers["etag"],
        rests,
    )
    late = program.post(f"{path}/pause", {"reason": "more"}, if_match=going)
    assert problem(late) == (412, "stale")
    assert problem(program.post(f"{path}/resume", {}, if_match="x")) == (422, "unreadable")
    blind = program.post(f"{path}/resume", {"reason": "done"}, if_match=going)
    assert problem(blind) == (412, "stale")
    on = program.post(f"{path}/resume", {"reason": "done"}, if_match=done.headers["etag"])
    assert (told(on)["paused"], on.headers["etag"]) == (False, going)


def test_a_pause_that_another_stands_for_by_now_is_not_ended(store: Store) -> None:
    stream = Stream.READING
    seen = pausing.pause(store, stream, "Ana Example", "an upgrade")
    pausing.resume(store, stream, "Ben Example", "it is done", seen)
    other = pausing.pause(store, stream, "Ben Example", "wrong fields come")
    with pytest.raises(ActedMeanwhile, match="wrong fields come"):
        pausing.resume(store, stream, "Ana Example", "it is done", seen)
    pausing.resume(store, stream, "Ana Example", "they are mended", other)


def test_programs_have_deals_read_again(console: Console) -> None:
    program = Program(browser(console))
    assert told(program.post(f"/deals/{DEAL}/read-again", {"reason": "odd"}))["id"] == DEAL
    assert problem(program.post("/deals/none/read-again", {"reason": "odd"})) == (404, "missing")
