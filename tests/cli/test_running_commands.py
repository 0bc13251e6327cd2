"""`bridge demo`, `bridge sync`, `bridge sandbox`: summaries, second runs, streams, ends."""

import json
import select
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests

from bridge.app import Bridge, settings_of
from tests.cli.calls import call
from tests.cli.conftest import RULES, Reached, Shown

COUNTS = {
    *("deals", "waiting", "translated", "flagged", "excluded", "documents"),
    *("posted", "posted_now", "refused", "unknown"),
}
PLACES = ("booked", "waiting", "pending", "ordered", "excluded", "suspense", "unbalanced")


def test_the_summary_of_the_demo_accounts_for_every_deal(shown: Shown) -> None:
    form = shown.first
    assert form.keys() == COUNTS | {"currencies"}
    assert all(type(form[name]) is int for name in COUNTS)
    parts = ("waiting", "translated", "flagged", "excluded")
    assert form["deals"] == sum(form[part] for part in parts) == 9
    assert (form["flagged"], form["unknown"], form["refused"]) == (1, 0, 0)
    assert form["posted"] == form["posted_now"] == form["documents"] == 7
    for held in form["currencies"].values():
        assert set(held) == set(PLACES)
        assert all(type(amount) is str for amount in held.values())
        assert held["unbalanced"] == "0.00"
        rest = sum(Decimal(held[place]) for place in PLACES[1:])
        assert Decimal(held["booked"]) == rest
    assert form["currencies"]["USD"]["suspense"] == "18000.00"


def test_a_second_demo_knows_the_first_and_posts_nothing(shown: Shown) -> None:
    assert shown.second == {**shown.first, "posted_now": 0}


def test_the_demo_leaves_settings_that_only_its_owner_reads(shown: Shown) -> None:
    assert stat.S_IMODE(shown.config.stat().st_mode) == 0o600


def test_people_read_amounts_exceptions_and_where_to_look(shown: Shown) -> None:
    done = call("demo", "--once", "--sample", "--folder", shown.folder, "--rules", RULES)
    assert done.code == 0
    for told in ("9 deals: 7 translated  1 flagged", "7 posted  0 posted now", "896,065.90"):
        assert told in done.out
    assert "Elm Studios  ITEM_UNMAPPED" in done.out
    assert f"bridge exceptions list --config {shown.config}" in done.err
    assert "\x1b" not in done.out + done.err


def test_a_pass_prints_one_object_and_logs_elsewhere(reached: Reached) -> None:
    done = call("sync", "--once", "--json", "--log-json", "--config", reached.config)
    assert done.code == 0
    assert done.form["posted_now"] == 1
    assert done.out.count("\n") == 1
    events = [json.loads(line, parse_float=Decimal) for line in done.err.splitlines()]
    names = [event["event"] for event in events]
    assert names[0] == "salesforce.polled"
    assert {"deal.translated", "deal.flagged", "document.acknowledged"} <= set(names)
    assert len(reached.written) == 1


def test_books_are_read_while_another_process_holds_them(reached: Reached) -> None:
    with Bridge.open(settings_of(reached.config)) as bridge:
        bridge.sync()
        done = call("exceptions", "list", "--json", "--config", reached.config)
        assert [case["code"] for case in done.form["exceptions"]] == ["ITEM_UNMAPPED"]
        second = call("sync", "--once", "--config", reached.config)
        assert second.code == 2
        assert second.err.startswith("StoreLocked: ")
        assert "stop that process" in second.err


def test_a_pass_is_asked_for_by_its_name() -> None:
    done = call("sync", "--json")
    assert done.code == 2
    assert "say --once, or use `bridge run`" in done.form["says"]


@pytest.mark.parametrize("option", ["--salesforce-port", "--netsuite-port", "--front-port"])
def test_a_port_in_use_is_told_with_what_to_do(tmp_path: Path, option: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        free = (word for one in ("--salesforce-port", "--netsuite-port") for word in (one, 0))
        words = ("--folder", tmp_path, "--rules", RULES, "--json", option, port)
        done = call("sandbox", *free, *words)
    assert done.code == 2
    assert str(port) in done.form["says"]
    assert option in done.form["says"]
    assert "choose other ports" in done.form["says"]


@pytest.mark.parametrize(
    "words",
    [
        ("--salesforce-port", "70000"),
        ("--netsuite-port", "-1"),
        ("--clock", "noon"),
        ("--once",),
    ],
)
def test_wrong_words_to_the_sandbox_are_wrong_use(words: tuple[str, ...]) -> None:
    done = call("sandbox", *words)
    assert (done.code, done.out) == (2, "")
    assert "Usage: bridge sandbox" in done.err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "this is not JSON"),
        (b"\xff", "cannot be read"),
        (b"[" * 100_000, "this is not JSON"),
        (b"[]", "a seed is an object"),
        (b'{"records": [{"type": "A"}]}', "record 1: a record needs the texts `type` and `key`"),
        (b'{"records": [{"type": "A", "key": "a", "B": "@c"}]}', "no record has the key c"),
    ],
)
def test_a_broken_seed_file_is_told_with_its_place(
    tmp_path: Path, content: bytes, says: str
) -> None:
    seed = tmp_path / "seed.json"
    seed.write_bytes(content)
    done = call(
        *("demo", "--once", "--json", "--seed", seed, "--folder", tmp_path, "--rules", RULES)
    )
    assert done.code == 2
    assert says in done.form["says"]
    assert str(seed) in done.form["says"]


@pytest.mark.parametrize("content", [None, b"{", b"[" * 100_000, b'{"rules": [{"fault": "x"}]}'])
def test_a_broken_file_of_faults_is_told(tmp_path: Path, content: bytes | None) -> None:
    faults = tmp_path / "faults.json"
    if content is not None:
        faults.write_bytes(content)
    ports = ("--salesforce-port", 0, "--netsuite-port", 0)
    done = call("sandbox", *ports, "--faults", faults, "--folder", tmp_path, "--rules", RULES)
    assert done.code == 2
    assert str(faults) in done.err


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    done = call("demo", "--once", "--json", "--folder", file, "--rules", RULES)
    assert done.code == 2
    assert "name a folder that can be written" in done.form["says"]


@contextmanager
def begun(*words: object) -> Iterator[subprocess.Popen[str]]:
    """Start a command as a process of its own, as people do; it does not outlive the test."""
    with subprocess.Popen(
        [sys.executable, "-m", "bridge", *(str(word) for word in words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def first_object(running: subprocess.Popen[str]) -> Any:
    """Return what a process prints first; it must do so within a minute."""
    assert running.stdout is not None
    ready, _, _ = select.select([running.stdout], [], [], 60)
    assert ready, "nothing was printed"
    return json.loads(running.stdout.readline(), parse_float=Decimal)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_sandboxes_say_where_they_stand_and_end_cleanly(
    tmp_path: Path, number: signal.Signals
) -> None:
    ports = ("--salesforce-port", 0, "--netsuite-port", 0)
    with begun("sandbox", *ports, "--folder", tmp_path, "--rules", RULES, "--json") as running:
        form = first_object(running)
        assert form.keys() == {"salesforce", "netsuite", "config"}
        synced = call("sync", "--once", "--json", "--config", form["config"])
        assert synced.form["posted_now"] == 7
        running.send_signal(number)
        rest, told = running.communicate(timeout=30)
        assert (running.returncode, rest, told) == (0, "", "")


def test_the_front_says_what_leads_a_client_to_the_vendors_names(tmp_path: Path) -> None:
    ports = ("--salesforce-port", 0, "--netsuite-port", 0, "--front-port", 0)
    with begun("sandbox", *ports, "--folder", tmp_path, "--rules", RULES, "--json") as running:
        front = first_object(running)["front"]
        answer = requests.get(
            "https://acme.my.salesforce.com/services/data",
            proxies={"https": front["HTTPS_PROXY"]},
            verify=front["REQUESTS_CA_BUNDLE"],
            timeout=5,
        )
        assert answer.status_code == 200
        assert front["SSL_CERT_FILE"] == str(tmp_path / "ca.pem")
        running.send_signal(signal.SIGTERM)
        assert running.communicate(timeout=30) == ("", "")


def test_the_daemon_of_the_demo_shows_each_pass_and_ends_cleanly(tmp_path: Path) -> None:
    words = ("demo", "--sample", "--json", "--port", 0, "--folder", tmp_path, "--rules", RULES)
    with begun(*words) as running:
        first = first_object(running)
        assert (first["posted"], first["currencies"]["USD"]["unbalanced"]) == (7, "0.00")
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=30)
        assert running.returncode == 0
        assert "the console stands at http://127.0.0.1:" in told
        assert "Traceback" not in told
        assert "daemon.stopped" in told
