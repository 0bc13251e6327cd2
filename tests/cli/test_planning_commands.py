"""`bridge rules plan` on books and on records files."""

import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bridge import app
from bridge.adapters.store.replaying.rows import Part
from bridge.flow.replaying.planning import Planning, Wanted
from tests.cli.calls import call
from tests.cli.conftest import RULES, Shown
from tests.stories.stand import edition_of

UPSELL = Path("tests/scenarios/b-upsell-mid-term.cpq.json").absolute()


@pytest.fixture
def rules(tmp_path: Path) -> Callable[[str, str], Path]:
    """Rules of which a text of the items is another."""

    def changed(old: str, new: str) -> Path:
        folder = tmp_path / "rules"
        shutil.copytree(RULES, folder, ignore=shutil.ignore_patterns("golden"))
        items = folder / "items.yaml"
        items.write_text(items.read_text().replace(old, new))
        return folder

    return changed


def test_rules_that_say_the_same_change_no_deal_of_the_books(shown: Shown) -> None:
    done = call("rules", "plan", RULES, "--config", shown.config, "--json")
    assert done.code == 0
    assert (done.form["tried"], done.form["differing"], done.form["changes"]) == (9, 0, [])
    assert done.form["closed"]["known"]


def test_a_row_for_an_unknown_product_clears_its_exception(
    shown: Shown, rules: Callable[[str, str], Path], tmp_path: Path
) -> None:
    row = "  - [ONBOARDING, ONBOARDING, AT_ONCE]"
    folder = rules(row, f"{row}\n  - [GPU-BURST, SUB-ULT, STRAIGHT_LINE_EVEN]")
    summary = tmp_path / "plan.txt"
    words = ("rules", "plan", folder, "--config", shown.config, "--summary", summary)
    first, again = call(*words, "--json"), call(*words, "--json")
    assert first.code == 0
    assert first.form["counts"]["cleared"] == {
        "deals": 1,
        "posted": 0,
        "amounts": {"USD": "18000.00"},
    }
    (change,) = first.form["changes"]
    assert (change["kind"], change["before"]) == ("cleared", "held: ITEM_UNMAPPED")
    assert "items#GPU-BURST" in change["gained"]
    assert sum(Decimal(one["after"]) for one in change["periods"]) == 18000
    assert first.form == again.form  # the second was kept from the first
    assert "9 of 9 deals tried" in first.err
    assert "deals tried" not in again.err
    assert "| exceptions cleared | 1 | 0 | 18,000.00 USD |" in summary.read_text()
    told = call(*words).out
    assert "18,000.00 USD" in told
    assert "18000.00" not in told


def test_a_method_that_is_another_changes_what_netsuite_has(
    shown: Shown, rules: Callable[[str, str], Path]
) -> None:
    folder = rules("SUB-ENT, STRAIGHT_LINE_EVEN", "SUB-ENT, STRAIGHT_LINE_PRORATED")
    words = ("rules", "plan", folder, "--config", shown.config)
    whole = call(*words, "--json").form
    touched = whole["counts"]["otherwise"]
    assert touched["deals"] == touched["posted"] > 0
    assert [one["how"] for one in whole["rules"] if one["rule"] == "items#ENT"] == ["rewritten"]
    one = whole["changes"][0]
    alone = call(*words, "--deal", one["deal"], "--json").form
    assert (alone["tried"], alone["changes"]) == (1, [one])
    told = call(*words)
    assert "represented otherwise" in told.out
    assert "come out otherwise; plan" in told.out


def test_a_part_of_the_books_can_be_chosen(shown: Shown) -> None:
    edition = edition_of(RULES)
    settings = app.settings_of(shown.config)
    with app.look_at_store(settings) as store:

        def tried(part: Part) -> list[int]:
            wanted = Wanted(draft=edition, in_force=edition, part=part)
            found: list[int] = []
            Planning(store=store, heard=lambda done, _: found.append(done)).plan(wanted)
            return found

        assert tried(Part(sample=3)) == [3]
        assert tried(Part(since=date(2100, 1, 1))) == []
        assert tried(Part(customer="Nobody")) == []
        assert tried(Part()) == [9]


def test_records_are_planned_without_books_and_a_closed_month_stops(
    rules: Callable[[str, str], Path],
) -> None:
    folder = rules("SUB-ENT, STRAIGHT_LINE_EVEN", "SUB-ENT, STRAIGHT_LINE_DAYS")
    words = ("rules", "plan", folder, "--records", UPSELL, "--against", RULES)
    free = call(*words, "--json")
    assert (free.code, free.form["blockers"]) == (0, [])
    assert not free.form["closed"]["known"]
    stopped = call(*words, "--closed-until", "2026-02", "--json")
    assert stopped.code == 1
    assert [one["code"] for one in stopped.form["blockers"]] == ["CLOSED_PERIOD"]
    told = call(*words, "--closed-until", "2026-02", "--past", "correct")
    assert told.code == 0
    assert "deferred revenue" in told.out
    assert call(*words, "--closed-until", "2026-02", "--past", "prospective").code == 0


def test_a_summary_that_cannot_be_written_is_wrong_use(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "plan.txt"
    words = ("rules", "plan", RULES, "--records", UPSELL, "--against", RULES)
    done = call(*words, "--summary", nowhere)
    assert done.code == 2
    assert "the summary cannot be written" in done.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nowhere", "--records", UPSELL), "no such folder, and no draft has such a number"),
        ((RULES, "--records", UPSELL, "--sample", "3"), "every deal of records files is tried"),
        ((RULES, "--records", UPSELL, "--customer", "ACME"), "--customer"),
        ((RULES, "--closed-until", "2026-02"), "the books know NetSuite's periods"),
    ],
)
def test_what_a_plan_would_leave_unheard_is_wrong_use(words: tuple[object, ...], says: str) -> None:
    done = call("rules", "plan", *words, "--against", RULES)
    assert done.code == 2
    assert says in " ".join(done.err.split())


def test_a_draft_that_is_broken_or_that_nobody_drafted_ends_with_what_to_do(
    shown: Shown, rules: Callable[[str, str], Path]
) -> None:
    words = ("--config", shown.config, "--json")
    broken = call("rules", "plan", rules("rows:", "rowz:"), *words)
    assert broken.code == 2
    assert "unknown key 'rowz'" in broken.err + broken.out
    unknown = call("rules", "plan", "77", *words)
    assert unknown.code == 2
    assert "there is no such draft" in unknown.err + unknown.out
