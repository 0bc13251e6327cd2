"""`bridge explain`, as people and machines read it."""

from tests.cli.calls import call
from tests.cli.conftest import Shown

#: The order of the scenario A in the demo, by the id that its key gives it.
RAMP = "8010w5Xyzxl3Zb7ACE"


def test_a_planned_amount_is_explained_from_its_source_to_netsuites_answer(shown: Shown) -> None:
    done = call("explain", f"bridge-{RAMP}-so-1/1/2026-03", "--config", shown.config)
    assert done.code == 0
    first, verdict, *_ = done.out.splitlines()
    assert first.endswith(
        "9,000.00 USD in 2026-03 = 1 of 12 periods, of 108,000.00 USD (STRAIGHT_LINE_EVEN)"
    )
    assert verdict == "translated once more, 1 document of it came out as recorded, by SHA-256"
    titles = [line.split(" ", 1)[1] for line in done.out.splitlines() if line[:1].isdigit()]
    assert titles[0] == "source"
    assert titles[-2:] == [f"document bridge-{RAMP}-so-1", "ledger"]


def test_machines_get_the_sentence_the_amount_and_every_step(shown: Shown) -> None:
    form = call("explain", f"bridge-{RAMP}-so-1/1/2026-03", "--config", shown.config, "--json").form
    assert (form["amount"], form["currency"], form["recomputed"]) == ("9000.00", "USD", True)
    assert {"name": "2026-03", "says": "9,000.00 USD", "ref": form["ref"]} in next(
        one["facts"] for one in form["steps"] if one["title"] == "schedule"
    )


def test_a_reference_to_nothing_is_wrong_use(shown: Shown) -> None:
    done = call("explain", "[bold]nothing", "--config", shown.config)
    assert done.code == 2
    assert "[bold]nothing: the books hold nothing of that name" in done.err
