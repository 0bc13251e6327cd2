"""Notifications in the console: channels, deliveries, and what operators do about them."""

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.notices.notice import Event, Notice
from bridge.people.roles import Role
from bridge.settings import Settings
from tests.adapters.notify.receiving import Receiver, receiver
from tests.adapters.store.opening import moment, opened
from tests.console.api.asking import Program, problem, told
from tests.console.building import NOWHERE, Browser, a_console, a_reader, browser

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
PATH = "/settings/notifications"
OPENED = Notice(
    event=Event.EXCEPTION_OPENED,
    key="exception:1",
    at=moment(),
    says="TERM_MISSING, Globex: a line has no days",
    page="/exceptions/1",
)


@pytest.fixture(scope="module")
def there() -> Iterator[Receiver]:
    with receiver() as told:
        yield told


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of each test: its clock stands, and by it one message is told from another."""
    with opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}") as found:
        yield found


@pytest.fixture
def console(store: Store, there: Receiver) -> Iterator[Console]:
    program = {
        "name": "program",
        "url": f"http://127.0.0.1:{there.port}/a/hidden/path",
        "secret": SECRET,
    }
    people = {
        "name": "people",
        "url": "mailtos://me:hunter2@mail.example",
        "amounts_from": ["5 USD"],
    }
    notify = {"private_addresses": True, "rules": [people], "webhooks": [program]}
    with a_console(store, a_reader()) as built:
        yield replace(built, settings=Settings.model_validate({**NOWHERE, "notify": notify}))


@pytest.fixture
def anybody(console: Console) -> Browser:
    return browser(console)


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_an_operator_sends_a_test_sends_again_and_gives_up(
    anybody: Browser, there: Receiver, console: Console
) -> None:
    assert "No deliveries" in anybody.get(PATH).text
    there.status, before = 500, len(there.came)
    failed = anybody.post(f"{PATH}/channels/program/test")
    assert failed.headers["location"] == PATH
    page = anybody.get(f"{PATH}?state=given_up").text
    assert "The message to program did not arrive: it answered 500." in text(page)
    assert "Ana Example tries whether messages arrive here" in page
    for secret in (SECRET, "hunter2", "a/hidden/path"):
        assert secret not in page
    (tried,) = set(re.findall(r"msg_[0-9a-f]{32}", page))
    gone = f"{PATH}/deliveries/{tried}/give-up"
    assert anybody.post(gone, data={"reason": "x"}).status_code == 422
    with console.store.transaction("notices_found") as tx:
        number = tx.deliveries.add("program", OPENED)
    delivery = f"{PATH}/deliveries/{number}"
    assert anybody.post(f"{delivery}/give-up", data={"reason": " "}).status_code == 422
    given = anybody.post(f"{delivery}/give-up", data={"reason": "<b>it is gone</b>"})
    assert given.headers["location"] == PATH
    page = anybody.get(f"{PATH}?state=given_up").text
    assert "given up by Ana Example: &lt;b&gt;it is gone&lt;/b&gt;" in page
    assert anybody.post(f"{delivery}/give-up", data={"reason": "again"}).status_code == 422
    there.status = 204
    anybody.post(f"{delivery}/redeliver")
    assert "The message to program arrived." in text(anybody.get(PATH).text)
    assert [headers["webhook-id"] for _, headers, _ in there.came[before:]] == [tried, number]
    viewer = browser(replace(console, guest=a_reader(Role.VIEWER)))
    assert f"{delivery}/redeliver" not in viewer.get(PATH).text
    assert viewer.post(f"{delivery}/redeliver").status_code == 403


def test_what_is_no_channel_delivery_or_state_is_refused(anybody: Browser) -> None:
    assert anybody.post(f"{PATH}/channels/none/test").status_code == 422
    assert anybody.post(f"{PATH}/deliveries/none/redeliver").status_code == 422
    assert anybody.post(f"{PATH}/deliveries/none/give-up", data={"reason": "x"}).status_code == 422
    assert anybody.get(f"{PATH}?state=lost").status_code == 422


def test_programs_see_channels_and_deliveries_and_send_a_test(
    console: Console, there: Receiver
) -> None:
    there.status = 204
    program = Program(browser(console))
    channels = program.read("/notifications")["channels"]
    assert [(one["name"], one["host"]) for one in channels] == [
        ("people", "mailtos"),
        ("program", "127.0.0.1"),
    ]
    assert channels[0]["amounts_from"] == [{"minor": 500, "currency": "USD"}]
    sent = told(program.post("/notifications/channels/program/test"))
    assert (sent["channel"], sent["state"], sent["attempts"]) == ("program", "sent", 1)
    assert sent in program.read("/notifications?state=sent")["deliveries"]
    assert problem(program.post("/notifications/channels/none/test")) == (404, "missing")
    path = "/notifications/deliveries/none"
    assert problem(program.post(f"{path}/redeliver")) == (404, "missing")
    assert problem(program.post(f"{path}/give-up", {"reason": "x"})) == (404, "missing")


def test_who_tries_a_channel_takes_a_turn(
    console: Console, anybody: Browser, there: Receiver
) -> None:
    before = len(there.came)
    with console.asking.take(), console.asking.take():
        for path in ("channels/program/test", "deliveries/none/redeliver"):
            assert anybody.post(f"{PATH}/{path}").status_code == 503
        program = Program(anybody)
        tried = problem(program.post("/notifications/channels/program/test"))
    assert (tried, len(there.came)) == ((503, "unavailable"), before)
