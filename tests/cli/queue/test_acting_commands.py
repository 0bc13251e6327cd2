"""`bridge exceptions assign`, `ask`, `snooze` and others: what people do about exceptions."""

import pytest

from tests.cli.calls import Ended, call
from tests.cli.conftest import Reached


@pytest.fixture
def flagged(reached: Reached) -> Reached:
    """Books in which exception 1 is about a product that no rule knows."""
    assert call("sync", "--once", "--config", reached.config).code == 0
    return reached


def do(flagged: Reached, *words: object) -> Ended:
    return call("exceptions", *words, "--config", flagged.config)


def only(flagged: Reached, *words: object) -> dict[str, object]:
    (found,) = do(flagged, "list", *words, "--json").form["exceptions"]
    assert isinstance(found, dict)
    return found


def test_a_morning_with_one_exception(flagged: Reached) -> None:
    assert do(flagged, "assign", 1, "--to", "Ben", "--as", "Ana").out == "exception 1: Ben\n"
    asked = do(flagged, "ask", 1, "--of", "origin", "--text", "which product is it?", "--as", "Ben")
    assert asked.out == "exception 1: waits for origin, Ben\n"
    assert do(flagged, "comment", 1, "they call back at ten", "--as", "Ana").code == 0
    assert do(flagged, "tag", 1, "--add", "pilot", "--as", "Ana").code == 0
    found = only(flagged)
    assert (found["state"], found["waits_for"], found["assignee"]) == ("WAITING", "origin", "Ben")
    assert (found["tags"], found["acts"]) == (["pilot"], 4)
    told = do(flagged, "show", 1, "--json").form["history"]
    assert [(one["by"], one["act"]) for one in told] == [
        ("Ana", "assign"),
        ("Ben", "ask"),
        ("Ana", "comment"),
        ("Ana", "tag"),
    ]
    assert "which product is it?" in do(flagged, "show", 1).out
    assert do(flagged, "undo", 1, "--as", "Ana").out == "exception 1: waits for origin, Ben\n"
    assert only(flagged)["tags"] == []
    assert call("ledger", "verify", "--config", flagged.config).code == 0
    # What people do about an exception moves no money.
    again = call("sync", "--once", "--json", "--config", flagged.config).form
    assert again["currencies"]["USD"]["suspense"] == "18000.00"
    assert only(flagged)["state"] == "WAITING"


@pytest.mark.parametrize(
    ("end", "says"),
    [
        (("--until", "2999-01-01"), "rests until 2999-01-01"),
        (("--amount", "50,000.00 USD"), "rests until its cause holds 50,000.00 USD"),
        (("--count", "3"), "rests until 3 of its cause"),
    ],
)
def test_an_exception_can_rest(flagged: Reached, end: tuple[str, str], says: str) -> None:
    done = do(flagged, "snooze", 1, *end, "--why", "the quarter ends")
    assert (done.code, done.out) == (0, f"exception 1: {says}\n")
    assert says in do(flagged, "list").out
    assert do(flagged, "reopen", 1, "--why", "it cannot wait").out == "exception 1: open\n"


def test_the_list_can_be_asked_for_a_part(flagged: Reached) -> None:
    do(flagged, "assign", 1, "--to", "Ben")
    cause = only(flagged)["cause"]
    for words in (
        ("--assignee", "ben"),
        ("--state", "OPEN"),
        ("--cause", str(cause)[:8]),
    ):
        assert only(flagged, *words)["exception"] == 1
    for words in (("--assignee", "Ana"), ("--state", "WAITING"), ("--cause", "zz")):
        assert do(flagged, "list", *words).out == "no exceptions\n"


def test_exceptions_stand_together_by_their_cause(flagged: Reached) -> None:
    (cause,) = do(flagged, "causes", "--json").form["causes"]
    assert (cause["code"], cause["count"], cause["exceptions"]) == ("ITEM_UNMAPPED", 1, [1])
    assert cause["amounts"] == {"USD": "18000.00"}
    people = do(flagged, "causes").out
    for told in (cause["cause"][:8], "ITEM_UNMAPPED", "18,000.00 USD", "GPU-BURST"):
        assert told in people


WRONG: list[tuple[tuple[object, ...], str]] = [
    (("assign", 9, "--to", "Ben"), "exception 9: there is no such exception"),
    (("assign", 1, 9, "--to", "Ben"), "exception 9: there is no such exception"),
    (("assign", 1, "--to", " . "), "nobody is named"),
    (("assign", 1, "--as", "\u115f"), "nobody is named"),
    (("unassign", 1), "nobody answers for it"),
    (("comment", 1, " "), "the comment says nothing"),
    (("comment", 1, "x" * 5_000), "5,000 characters, and at most 4,000 are kept"),
    (("tag", 1), "no tag is named"),
    (("tag", 1, "--add", "Not A Tag"), "'Not A Tag' is no tag"),
    (("ask", 1, "--of", "origin", "--text", ""), "the question says nothing"),
    (("snooze", 1, "--why", "so"), "0 ends are given; give one of"),
    (("snooze", 1, "--until", "2999-01-01", "--count", 2, "--why", "so"), "2 ends are given"),
    (("snooze", 1, "--until", "soon", "--why", "so"), "'soon' is no day; write it as YYYY-MM-DD"),
    (("snooze", 1, "--until", "2001-01-01", "--why", "so"), "2001-01-01 is not after today"),
    (("snooze", 1, "--amount", "many", "--why", "so"), "'many' is no amount"),
    (("snooze", 1, "--amount", "1.001 USD", "--why", "so"), "is no amount"),
    (("snooze", 1, "--amount", "-1.00 USD", "--why", "so"), "is no amount to wait for"),
    (("snooze", 1, "--amount", "5.00 EUR", "--why", "so"), "no amount in EUR ends its rest"),
    (("snooze", 1, "--count", 0, "--why", "so"), "0 is no number of exceptions"),
    (("reopen", 1, "--why", "so"), "it is open already"),
    (("undo", 1), "nothing was done that could be taken back"),
]


def test_what_cannot_be_done_is_told_and_changes_nothing(flagged: Reached) -> None:
    before = only(flagged)
    for words, says in WRONG:
        done = do(flagged, *words)
        assert (done.code, done.out) == (2, ""), words
        assert says in " ".join(done.err.split()), words
    assert only(flagged) == before
    assert call("ledger", "verify", "--config", flagged.config).code == 0
