"""`bridge exceptions questions`, `override`, `overrides` and `draft-rule`, through sandboxes."""

import pytest

from tests.cli.calls import Ended, call
from tests.cli.conftest import Reached

ITEM = ("--set", "items.item=SUB-ULT")
METHOD = ("--set", "items.recognition=STRAIGHT_LINE_EVEN")
PILOT = ("--why", "a pilot", "--until", "2999-12-31", "--as", "Ana")


@pytest.fixture
def flagged(reached: Reached) -> Reached:
    """Books in which exception 1 is about a product that no rule knows: 18,000.00 USD."""
    assert call("sync", "--once", "--config", reached.config).code == 0
    return reached


def do(flagged: Reached, *words: object) -> Ended:
    return call("exceptions", *words, "--config", flagged.config)


def test_what_is_open_is_shown_given_confirmed_and_registered(flagged: Reached) -> None:
    (asked,) = do(flagged, "questions", 1, "--json").form["questions"]
    assert (asked["rule"], [one["name"] for one in asked["outputs"]]) == (
        "items",
        ["item", "recognition"],
    )
    assert "STRAIGHT_LINE_EVEN" in asked["outputs"][1]["accepts"]
    assert "items" in do(flagged, "questions", 1).out
    assert do(flagged, "overrides").out == "no overrides\n"
    done = do(flagged, "override", 1, *ITEM, *METHOD, *PILOT)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("exception 1: waits for second (overridden until 2999-12-31 (items:")
    assert do(flagged, "confirm", 1, "--why", "agreed", "--as", "Ben").code == 0
    synced = call("sync", "--once", "--json", "--config", flagged.config).form
    assert (synced["posted_now"], synced["flagged"]) == (1, 0)
    (row,) = do(flagged, "overrides", "--json").form["overrides"]
    assert (row["exception"], row["by"], row["confirmed_by"], row["ended_on"]) == (
        1,
        "Ana",
        "Ben",
        None,
    )
    assert "a pilot" in do(flagged, "overrides").out


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (ITEM, "'recognition' is missing: one of"),
        (("--set", "items=SUB-ULT"), "'items=SUB-ULT' gives nothing"),
        (
            ("--set", "items@802.item=SUB-ULT", "--set", "items@802.recognition=AT_ONCE"),
            "leaves nothing open about 802",
        ),
    ],
)
def test_what_is_not_given_rightly_is_wrong_use(
    flagged: Reached, given: tuple[str, ...], says: str
) -> None:
    done = do(flagged, "override", 1, *given, *PILOT)
    assert done.code == 2
    assert says in done.err


def test_a_rule_is_drafted_from_an_exception_and_previewed(flagged: Reached) -> None:
    why = ("--why", "sold from now on", "--as", "Ana")
    lacking = do(flagged, "draft-rule", 1, "--set", "item=SUB-ULT", *why)
    assert lacking.code == 1
    assert "product: GPU-BURST\nitem: SUB-ULT\nrecognition: ?\n" in lacking.out
    given = ("--set", "item=SUB-ULT", "--set", "recognition=STRAIGHT_LINE_EVEN")
    form = do(flagged, "draft-rule", 1, *given, *why, "--json").form
    assert (form["draft"], form["clears"]) == (1, [1])
    found = call("rules", "preview", "1", "--json", "--config", flagged.config).form
    assert [one["exception"] for one in found["cleared"]] == [1]
    assert (found["still"], found["changed"], found["after_deal"]) == ([], [], None)
    told = call("rules", "preview", "1", "--config", flagged.config).out
    assert "1 of 1 exceptions cleared, 0 of " in told
    assert "waits for rule" in do(flagged, "list").out
