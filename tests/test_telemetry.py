"""Events have one form, go to one place, and hold no secret."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from bridge import telemetry

FAKE = "fake-secret-of-a-test"


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    telemetry.conceal([FAKE])
    yield
    telemetry.configure(as_json=False)


def lines(happens: Callable[[], None], *, verbose: bool = False) -> list[dict[str, Any]]:
    stream = io.StringIO()
    telemetry.configure(as_json=True, stream=stream, verbose=verbose)
    happens()
    return [json.loads(line, parse_float=Decimal) for line in stream.getvalue().splitlines()]


def one(happens: Callable[[], None]) -> dict[str, Any]:
    (line,) = lines(happens)
    return line


def fail() -> None:
    try:
        int(FAKE)
    except ValueError:
        telemetry.log().exception("deal.defect", deal="801")


def test_an_event_has_a_name_a_level_a_time_and_facts() -> None:
    line = one(lambda: telemetry.log().info("deal.flagged", deal="801", codes=["A"], ok=True, n=1))
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "deal.flagged",
        "level": "info",
        "deal": "801",
        "codes": ["A"],
        "ok": True,
        "n": 1,
    }


def test_a_value_whose_key_names_a_secret_is_replaced_at_any_depth() -> None:
    nested = {"access_token": "a", "list": [{"Authorization": "b"}, ("c", {"password": "d"})]}
    line = one(lambda: telemetry.log().info("x.y", client_secret="e", told=nested))
    assert line["client_secret"] == "[redacted]"
    assert line["told"] == {
        "access_token": "[redacted]",
        "list": [{"Authorization": "[redacted]"}, ["c", {"password": "[redacted]"}]],
    }


@pytest.mark.parametrize(
    "value",
    [
        f"it was {FAKE}!",
        f"it was {FAKE}!".encode(),
        [f"it was {FAKE}!"],
        {"says": f"it was {FAKE}!"},
        ValueError(f"it was {FAKE}!"),
    ],
)
def test_a_secret_of_the_settings_is_replaced_wherever_it_turns_up(value: object) -> None:
    line = json.dumps(one(lambda: telemetry.log().info("x.y", says=value)))
    assert FAKE not in line
    assert "it was [redacted]!" in line


def test_a_traceback_holds_no_secret() -> None:
    line = one(fail)
    assert "base 10: '[redacted]'" in line["exception"]
    assert FAKE not in json.dumps(line)


def test_a_short_word_is_no_secret_that_could_be_told_from_others() -> None:
    telemetry.conceal(["a", ""])
    assert telemetry.clean("a banana") == "a banana"


def test_what_a_library_warns_of_is_an_event_without_secrets() -> None:
    warn = logging.getLogger("urllib3.connection").warning
    line = one(lambda: warn("connection to %s lost", FAKE))
    assert line["event"] == "library.urllib3.connection"
    assert line["says"] == "connection to [redacted] lost"


def test_what_a_library_tells_in_passing_is_no_event() -> None:
    assert lines(lambda: logging.getLogger("alembic").info("plugin")) == []


def test_the_clock_may_wait_for_a_long_pass_in_silence() -> None:
    logger = logging.getLogger("apscheduler.executors.default")
    assert lines(lambda: logger.warning("maximum number of running instances reached")) == []
    assert one(lambda: logger.error("job raised"))["level"] == "error"


def test_details_are_told_on_demand() -> None:
    assert lines(lambda: telemetry.log().debug("x.y")) == []
    assert len(lines(lambda: telemetry.log().debug("x.y"), verbose=True)) == 1


def test_people_read_a_line_without_colours_where_nobody_looks_at_a_terminal() -> None:
    stream = io.StringIO()
    telemetry.configure(as_json=False, stream=stream)
    telemetry.log().info("deal.translated", deal="801", booked="1.00 USD")
    assert "deal.translated" in stream.getvalue()
    assert "deal=801" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_without_a_stream_events_go_where_standard_error_is_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    telemetry.configure(as_json=True)
    moved = io.StringIO()
    monkeypatch.setattr(sys, "stderr", moved)
    telemetry.log().info("x.y")
    assert json.loads(moved.getvalue(), parse_float=Decimal)["event"] == "x.y"


def test_a_traceback_shows_the_way_and_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.configure(as_json=False)
    customer = "xebolG"[::-1]
    try:
        int(f"{len(customer)} letters")
    except ValueError:
        telemetry.log().exception("deal.defect")
    shown = "".join(capsys.readouterr())
    assert "ValueError: invalid literal" in shown
    assert "test_a_traceback_shows_the_way" in shown
    assert "Globex" not in shown
