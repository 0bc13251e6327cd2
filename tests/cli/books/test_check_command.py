"""`bridge check`: exit codes for scripts that ask whether a deal is representable."""

import re
from pathlib import Path

from bridge.mappers.read.seeds import seed_id
from tests.cli.calls import call
from tests.cli.conftest import Reached, Shown

RAMP = Path("tests/scenarios/a-ramp-three-years.cpq.json")


def test_what_is_representable_ends_with_0_and_what_is_not_with_1(
    shown: Shown, tmp_path: Path
) -> None:
    fine = call("check", "--records", RAMP, "--config", shown.config, "--json")
    assert (fine.code, fine.form["verdict"]) == (0, "translated")
    wrong = tmp_path / "wrong.json"
    wrong.write_text(re.sub(r'("ProductCode": )"[^"]*"', r'\1"NOBODY-KNOWS"', RAMP.read_text()))
    flagged = call("check", "--records", wrong, "--config", shown.config)
    assert flagged.code == 1
    assert "ITEM_UNMAPPED" in flagged.out


def test_a_deal_is_checked_by_the_records_that_were_read_of_it_last(shown: Shown) -> None:
    deals = call("deals", "list", "--config", shown.config, "--json").form["deals"]
    wanted = next(one for one in deals if one["state"] == "TRANSLATED")
    found = call("check", wanted["deal"], "--config", shown.config, "--json")
    assert (found.code, found.form["deals"][0]["booked"]) == (0, wanted["booked"])


def test_nothing_to_check_is_wrong_use(shown: Shown) -> None:
    assert call("check", "--config", shown.config).code == 2
    both = call("check", "801", "--records", RAMP, "--config", shown.config)
    assert (both.code, "one thing is checked" in both.err) == (2, True)
    unknown = call("check", "801", "--config", shown.config)
    assert (unknown.code, "no id of Salesforce" in unknown.err) == (2, True)


def test_what_the_books_do_not_know_is_read_from_salesforce(reached: Reached) -> None:
    assert call("sync", "--once", "--config", reached.config).code == 0
    quote = seed_id("SBQQ__Quote__c", "Q-ELM")
    found = call("check", quote, "--config", reached.config)
    assert (found.code, "not representable" in found.out) == (1, True)
    order = call("check", "--live", seed_id("Order", "O-ELM"), "--config", reached.config, "--json")
    assert order.form["answer"] == "not_representable"
    assert order.form["deals"][0]["as_if_activated_on"] is None
    missing = call("check", "801000000000000AAA", "--config", reached.config)
    assert (missing.code, "shows no quote, order or opportunity" in missing.err) == (2, True)
