"""`bridge check`: exit codes for scripts that ask whether a deal is representable."""

import re
from pathlib import Path

from tests.cli.calls import call
from tests.cli.conftest import Shown

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
    unknown = call("check", "801000000000000AAA", "--config", shown.config)
    assert (unknown.code, "keep no records" in unknown.err) == (2, True)
