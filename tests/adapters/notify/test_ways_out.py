"""Messages and webhooks, to a receiver on this machine."""

import socket
from collections.abc import Iterator

import pytest

from bridge import telemetry
from bridge.adapters.notify.messages import Messenger
from bridge.adapters.notify.outlet import NotTaken
from bridge.adapters.notify.webhooks import Caller
from bridge.notices.wording import Message
from tests.adapters.notify.receiving import Receiver, receiver

#: A service of Apprise that we do not use asks for a module that Python is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as told:
        yield told


def test_a_call_arrives_byte_by_byte_with_its_headers(there: Receiver) -> None:
    url = f"http://127.0.0.1:{there.port}/in?team=a"
    Caller(url, private=True).post(b'{"type":"test"}', {"webhook-id": "msg_1"})
    ((path, headers, body),) = there.came
    assert (path, body) == ("/in?team=a", b'{"type":"test"}')
    assert (headers["webhook-id"], headers["Content-Type"]) == ("msg_1", "application/json")


def test_only_2xx_is_taken_and_no_redirect_is_followed(there: Receiver) -> None:
    for status in (301, 307, 404, 500):
        there.status = status
        with pytest.raises(NotTaken, match=f"it answered {status}"):
            Caller(f"http://127.0.0.1:{there.port}/", private=True).post(b"{}", {})
    assert {path for path, _, _ in there.came} == {"/"}


def test_nobody_there_and_no_tls_are_told_without_the_address(there: Receiver) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        for url, says in (
            (f"http://127.0.0.1:{port}/secret", "it cannot be reached: ConnectionRefusedError"),
            (f"https://127.0.0.1:{there.port}/secret", "speaks no TLS"),
            ("https://nobody.invalid/secret", "it cannot be reached: gaierror"),
        ):
            with pytest.raises(NotTaken, match=says) as told:
                Caller(url, private=True).post(b"{}", {})
            assert "secret" not in str(told.value)


def test_who_drips_is_cut_off_as_who_says_nothing(there: Receiver) -> None:
    there.drips = True
    with pytest.raises(NotTaken, match=r"no answer within 0.1 s"):
        Caller(f"http://127.0.0.1:{there.port}/", private=True, within_s=0.1).post(b"{}", {})
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(NotTaken, match=r"no answer within 0.1 s"):
            Caller(url, private=True, within_s=0.1).post(b"{}", {})


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0",
     "100.64.0.1", "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_not_called(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("8.8.8.8", address)
    ]
    # What a name server says is no function of ours, and no test may ask one.
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(NotTaken, match="not public"):
        Caller("https://hooks.example.com/").post(b"{}", {})


def test_a_message_goes_through_apprise(there: Receiver) -> None:
    there.status = 200
    Messenger(f"json://127.0.0.1:{there.port}/x").send(Message("a title", "a <b>text</b>"))
    ((_, _, body),) = there.came
    assert b"a title" in body
    assert b"a <b>text</b>" in body


def test_a_service_that_refuses_or_that_nobody_knows_is_told(
    there: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    telemetry.configure(as_json=False)
    there.status = 500
    with pytest.raises(NotTaken, match="the service did not take the message"):
        Messenger(f"json://ana:secret@127.0.0.1:{there.port}/").send(Message("t", "t"))
    with pytest.raises(NotTaken, match="knows no service"):
        Messenger("nonsense://secret").send(Message("t", "t"))
    assert "secret" not in caplog.text
