"""`bridge notify`: through the settings to a receiver on this machine, and the log of it."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.adapters.notify.receiving import Receiver, receiver
from tests.cli.calls import call
from tests.cli.conftest import Shown
from tests.databases import with_tables

KEY = b"0123456789abcdef01234567"
#: A service of Apprise that we do not use asks for a module that Python is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as told:
        yield told


def settings(
    shown: Shown, tmp_path: Path, port: int, more: str = "private_addresses = true"
) -> Path:
    """Settings of the demo with a store of their own and, for its own channel, two others."""
    store = with_tables(f"sqlite:///{tmp_path}/bridge.sqlite")
    file = tmp_path / "bridge.toml"
    held, _, _ = shown.config.read_text(encoding="utf-8").partition("\n[notify]\n")
    before, _, after = held.partition("[store]")
    _, _, rest = after.partition("\n[")
    secret = base64.b64encode(KEY).decode()
    file.write_text(
        f"""{before}[store]
url = "{store}"

[{rest}
[notify]
{more}
[[notify.rules]]
name = "people"
url = "json://127.0.0.1:{port}/people"
[[notify.webhooks]]
name = "program"
url = "http://127.0.0.1:{port}/program"
secret = "whsec_{secret}"
""",
        encoding="utf-8",
    )
    file.chmod(0o600)
    return file


def test_a_program_can_check_what_it_is_sent(shown: Shown, tmp_path: Path, there: Receiver) -> None:
    config = settings(shown, tmp_path, there.port)
    done = call("notify", "test", "program", "--as", "Ana", "--config", config)
    assert (done.code, done.out) == (0, "program: sent\n")
    ((path, headers, body),) = there.came
    assert path == "/program"
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    told = json.loads(body, parse_float=Decimal)
    assert (told["type"], told["data"]["says"]) == (
        "test",
        "Ana tries whether messages arrive here",
    )
    (logged,) = call("notify", "log", "--json", "--config", config).form["deliveries"]
    assert (logged["delivery"], logged["state"]) == (headers["webhook-id"], "sent")
    again = call("notify", "redeliver", logged["delivery"], "--json", "--config", config)
    assert (again.code, again.form["attempts"]) == (0, 2)
    assert there.came[1][1]["webhook-id"] == headers["webhook-id"]


def test_people_get_a_message_and_a_refusal_is_told(
    shown: Shown, tmp_path: Path, there: Receiver
) -> None:
    there.status = 200
    config = settings(shown, tmp_path, there.port)
    assert call("notify", "test", "people", "--config", config).code == 0
    assert there.came[0][0].startswith("/people")
    there.status = 500
    done = call("notify", "test", "people", "--config", config)
    assert (done.code, done.out) == (1, "people: given_up (the service did not take the message)\n")


def test_the_own_network_is_not_called_unless_it_is_allowed(
    shown: Shown, tmp_path: Path, there: Receiver
) -> None:
    config = settings(shown, tmp_path, there.port, more="")
    done = call("notify", "test", "program", "--config", config)
    assert done.code == 1
    assert "an address that is not public" in done.out
    assert there.came == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('url = "http://hooks.example.com/"', "must begin with https://"),
        ('url = "https://u:p@hooks.example.com/"', "no user and no password"),
        ('secret = "whsec_tooshort"', "a secret"),
        ('events = ["exception.closed"]', "notify.webhooks.0.events"),
        ('amounts_from = ["many"]', "is not an"),
        ('name = "people"', "two channels have one name"),
        ("colour = 1", "there is no such setting"),
    ],
)
def test_wrong_settings_are_told_without_their_secrets(
    shown: Shown, tmp_path: Path, line: str, says: str
) -> None:
    config = settings(shown, tmp_path, 9)
    text = config.read_text(encoding="utf-8")
    head, _, tail = text.rpartition("[[notify.webhooks]]\n")
    name = line.partition(" =")[0]
    kept = [one for one in tail.splitlines() if not one.startswith(f"{name} =")]
    config.write_text("\n".join((head + "[[notify.webhooks]]", line, *kept)), encoding="utf-8")
    done = call("notify", "log", "--config", config)
    assert done.code == 2
    assert says in " ".join(done.err.split())
    for secret in ("whsec_", "u:p", base64.b64encode(KEY).decode()):
        assert secret not in done.err.replace("a secret is whsec_ and base64", "")
