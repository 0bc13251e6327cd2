"""`bridge exceptions retry`: what a person has mended goes on from where it was held."""

from bridge.app import Bridge, settings_of
from bridge.sandbox.faults import parse_rules
from tests.cli.calls import Ended, call
from tests.cli.conftest import Reached


def look(reached: Reached, *words: object) -> Ended:
    return call(*words, "--config", reached.config)


def refused_once(reached: Reached) -> None:
    """Let NetSuite turn down what it is sent first."""
    fault = {
        "fault": "status",
        "status": 400,
        "system": "netsuite",
        "method": "PUT",
        "times": 1,
    }
    reached.world.faults.add(parse_rules({"rules": [fault]}, "test"))


def open_case(reached: Reached, code: str) -> dict[str, object]:
    cases = look(reached, "exceptions", "list", "--json").form["exceptions"]
    found: dict[str, object] = next(case for case in cases if case["code"] == code)
    return found


def test_a_refused_order_is_sent_again_and_nothing_is_in_suspense(reached: Reached) -> None:
    refused_once(reached)
    first = look(reached, "sync", "--once", "--json").form
    assert (first["refused"], first["posted"]) == (1, 0)
    case = open_case(reached, "REFUSED")
    people = look(reached, "exceptions", "list").out
    assert "`bridge exceptions retry NUMBER` has it sent again" in people
    done = look(reached, "exceptions", "retry", case["exception"], "--as", "ann", "--json")
    assert done.code == 0
    assert (done.form["document"], done.form["code"]) == (case["document"], "REFUSED")
    second = look(reached, "sync", "--once", "--json").form
    assert (second["refused"], second["posted_now"]) == (0, 1)
    # The other deal is the one that no rule represents.
    assert second["currencies"]["USD"]["suspense"] == "18000.00"
    balances = look(reached, "ledger", "balance", "--deal", case["deal"], "--json").form["balances"]
    assert {one["account"] for one in balances} == {"booked", "ordered"}
    assert reached.written == [case["document"]]
    all_cases = look(reached, "exceptions", "list", "--all", "--json").form["exceptions"]
    assert [one["resolved_by"] for one in all_cases if one["document"]] == ["retry"]
    entries = look(reached, "deals", "show", case["deal"], "--json").form["entries"]
    assert "ann" in {entry["actor"] for entry in entries}
    assert look(reached, "ledger", "verify").code == 0


def test_people_are_told_what_is_sent_again_and_when(reached: Reached) -> None:
    refused_once(reached)
    assert look(reached, "sync", "--once").code == 0
    case = open_case(reached, "REFUSED")
    done = look(reached, "exceptions", "retry", case["exception"])
    assert done.out == f"{case['document']} is sent again in the next pass\n"
    again = look(reached, "exceptions", "retry", case["exception"])
    assert again.code == 2
    assert "the exception is closed" in again.err


def test_a_flagged_deal_is_read_again(reached: Reached) -> None:
    assert look(reached, "sync", "--once").code == 0
    case = open_case(reached, "ITEM_UNMAPPED")
    done = look(reached, "exceptions", "retry", case["exception"])
    assert done.out == f"{case['deal']} is read again in the next pass\n"
    assert look(reached, "sync", "--once", "--json").form["flagged"] == 1
    assert open_case(reached, "ITEM_UNMAPPED")["exception"] == case["exception"]


def test_an_exception_that_is_not_there_is_wrong_use(reached: Reached) -> None:
    done = look(reached, "exceptions", "retry", 99)
    assert (done.code, done.out) == (2, "")
    assert "exception 99: there is no such exception; take the number of an open one" in done.err


def test_a_store_that_a_daemon_holds_is_told(reached: Reached) -> None:
    with Bridge.open(settings_of(reached.config)):
        done = look(reached, "exceptions", "retry", 1)
    assert done.code == 2
    assert done.err.startswith("StoreLocked: ")
