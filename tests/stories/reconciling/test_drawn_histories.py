"""Seeded histories of two systems: each class is what was injected, to the cent, every month."""

import shutil
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.predicting import comparison
from bridge.flow.reconciling.rolls.making import Wanted, roll
from bridge.flow.reconciling.stating import Asked, Ends, Gathered, Reconciling, grid
from bridge.reconcile.sides import Sides
from bridge.reconcile.statement import Grid, Statement, statements
from tests.stories.reconciling.drawing.fates import CHANGED, DRIFTED
from tests.stories.reconciling.drawing.histories import History, drawn
from tests.stories.reconciling.drawing.played.people import named
from tests.stories.reconciling.drawing.played.playing import play
from tests.stories.reconciling.drawing.sold.contracts import PRICED, Shape
from tests.stories.reconciling.drawing.worth.amounts import BOTH_ENDS, Stated, stated
from tests.stories.stand import HTTP, SCENARIOS, Stand, a_stand
from tests.stories.test_merged_contracts import CHOICES as MERGING_ACCOUNT

UPSELL = SCENARIOS / "b-upsell-mid-term.cpq.json"
LAST_DAY = date(2026, 3, 31)
DEFINITIONS = ("entry", "current", "exit", "average", "committed")
ASKED = (
    *(Asked(as_of=LAST_DAY, measure=one) for one in Measures if one is not Measures.ARR),
    *(Asked(as_of=LAST_DAY, measure=Measures.ARR, definition=one) for one in DEFINITIONS),
)
#: Days of an order line that change move its revenue.
ACCOUNT = {"element_dates": "mapped", "elements_of_closed_lines": "as_billed"}
QUICK, LONG = range(3), range(3, 203)
#: Seeds of histories of a hundred contracts each.
MANY = range(1000, 1004)


#: A subsidiary with books in dollars sells in pounds, too, and a purchase order says whether an
#: amendment is merged with what it amends; most items keep their own revenue then, and some share
#: it by fair values. One is sold over a term and recognised at once; a ramp of another is level.
CHOICES = (
    ("subsidiaries.yaml", "- [EUR, DE-GMBH]", "- [EUR, DE-GMBH]\n  - [GBP, US-INC]"),
    ("modifications.yaml", "  kind: kind", "  kind: kind\n  asked: po_number"),
    (
        "modifications.yaml",
        "  amended: [AMENDMENT, separate_contract]",
        """\
  amended: [AMENDMENT, blank, separate_contract]
  merged: [AMENDMENT, PROSPECTIVE, prospective]
  caught-up: [AMENDMENT, CATCH-UP, cumulative_catch_up]""",
    ),
    ("modifications.yaml", "[RENEWAL, separate", "[RENEWAL, '-', separate"),
    ("modifications.yaml", "[CANCELLATION, separate", "[CANCELLATION, '-', separate"),
    (
        "items.yaml",
        "  - [ONBOARDING, ONBOARDING, AT_ONCE]",
        """\
  - [ONBOARDING, ONBOARDING, AT_ONCE]
  - [LIC, ONBOARDING, AT_ONCE]
  - [LEV, SUB-ENT, STRAIGHT_LINE_EVEN]""",
    ),
    ("ramps.yaml", "  trial: has_trial", '  trial: has_trial\n  level: product = "LEV"'),
    (
        "ramps.yaml",
        "[yes, '-', no, no, as_segments]",
        """\
[yes, '-', no, no, no, as_segments]
  level: [yes, '-', no, no, yes, straight_line_total]""",
    ),
    ("ramps.yaml", "[no, yes, no, no, as", "[no, yes, no, no, '-', as"),
    ("ramps.yaml", "[no, yes, yes, no, straight", "[no, yes, yes, no, '-', straight"),
    ("ramps.yaml", "['-', '-', no, yes, as", "['-', '-', no, yes, '-', as"),
    *(one for one in MERGING_ACCOUNT if one[0] != "modifications.yaml"),
    ("combinations.yaml", "[not blank, review]", "[not blank, combine]"),
    ("account.yaml", "fair_values_flow: no", "fair_values_flow: yes"),
    (
        "items.yaml",
        "  allocation: Allocation",
        "  allocation: Allocation\n  fair_value: decimal(18,2)?",
    ),
    ("items.yaml", "EXCLUDE]", "EXCLUDE, blank]"),
    (
        "items.yaml",
        "  - [API,",
        "".join(
            f"  - [{one}, SUB-{one}, STRAIGHT_LINE_EVEN, NORMAL, {worth}]\n"
            for one, (worth, _) in PRICED.items()
        )
        + "  - [API,",
    ),
    (
        "order_lines.yaml",
        "  allocation: {is: known.allocation}",
        "  allocation: {is: known.allocation}\n  fairValue: {is: known.fair_value}",
    ),
)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rules_in(tmp_path_factory.mktemp("choices"))


def rules_in(folder: Path) -> Path:
    """Copy the shipped rules into a folder, with other choices."""
    copied = Path(shutil.copytree("config/rules", folder / "rules"))
    for file, old, new in CHOICES:
        text = (copied / file).read_text(encoding="utf-8")
        assert old in text
        (copied / file).write_text(text.replace(old, new), encoding="utf-8")
    return copied


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for all rows of a history, which take longer than the second of other stories."""
    patient = HTTP.model_copy(update={"read_timeout_s": 60})
    monkeypatch.setattr("tests.stories.stand.HTTP", patient)


@pytest.mark.parametrize(
    "seed", [*QUICK, *(pytest.param(one, marks=pytest.mark.on_demand) for one in LONG)]
)
def test_each_class_is_what_was_injected_and_without_it_that_is_unexplained(
    seed: int, tmp_path: Path, rules: Path
) -> None:
    is_told_to_the_cent(drawn(seed), tmp_path, rules)


@pytest.mark.on_demand
@pytest.mark.parametrize("seed", MANY)
def test_so_it_is_with_a_hundred_contracts(seed: int, tmp_path: Path, rules: Path) -> None:
    is_told_to_the_cent(drawn(seed, 100), tmp_path, rules)


def is_told_to_the_cent(history: History, folder: Path, rules: Path) -> None:
    """Play a history, and compare every statement with what its generator knows."""
    with a_stand(folder, UPSELL, rules=rules, merges=True, switches=ACCOUNT) as stand:
        play(stand, history)
        reconciling, both = gathered(stand)
        found = [reconciling.state(one, both) for one in ASKED]
    for one in found:
        injected = stated(history, one.asked.measure, one.asked.definition)
        assert {each.currency.code: told(each) for each in one.statements} == injected, one.asked
        way = grid(one.asked, both.periods, reconciling.rulebook.measures)
        for code, currencies in by_class(injected).items():
            assert currencies <= unexplained_without(code, both.sides, way), (code, one.asked)
    plans = comparison(both.sides)
    assert {one.key.record for one in plans.differing} == drifted(history)


def test_the_first_seeds_draw_contracts_of_every_shape_and_every_late_change() -> None:
    told = [one for seed in QUICK for one in drawn(seed).contracts]
    assert {one.shape for one in told} == set(Shape)
    assert {one.fate for one in told} >= CHANGED


def gathered(stand: Stand) -> tuple[Reconciling, Gathered]:
    """Read both systems once, and roll all measures of the quarter forward."""
    ends = Ends(
        salesforce=stand.ends.salesforce,
        revenue=stand.ends.netsuite.revenue,
        store=stand.ends.store,
        clock=stand.ends.clock,
        contract_assets=("1250 Contract Assets",),
    )
    reconciling = Reconciling(ends, stand.edition.rulebook)
    both = reconciling.gather(reconciling.read())
    wanted = Wanted(as_of=LAST_DAY, definition="current")
    rolled = roll(ends.store, reconciling.rulebook, wanted, both).rolls
    assert rolled.ties, "every roll-forward ties, to the accounts as well"
    return reconciling, both


def told(one: Statement) -> Stated:
    """What a statement says of each month, without what is nothing."""
    assert one.ties
    assert not one.unexplained
    found = {"START": one.start, **one.classes, "END": one.end}
    kept = {
        code: {month: minor for month, minor in vector.items() if minor and month in one.periods}
        for code, vector in found.items()
    }
    return {code: months for code, months in kept.items() if months}


def by_class(injected: Mapping[str, Stated]) -> dict[str, set[str]]:
    """Return the currencies in which something was injected of each class."""
    found: dict[str, set[str]] = defaultdict(set)
    for currency, classes in injected.items():
        for code in classes.keys() - BOTH_ENDS:
            found[code].add(currency)
    return found


def unexplained_without(code: str, sides: Sides, way: Grid) -> set[str]:
    """Return the currencies in which something is unexplained when a class is not claimed."""
    route = replace(way.route, without=frozenset({code}))
    again = statements(sides, replace(way, route=route))
    return {one.currency.code for one in again if one.unexplained}


def drifted(history: History) -> set[str]:
    """
    The orders of which somebody changed what is planned, or what NetSuite's list says otherwise.

    None that orders use beyond credits: what is planned for its day is compared there.
    """
    edited = {
        named(one.orders[0])
        for one in history.contracts
        if one.fate in DRIFTED and not one.is_suspended
    }
    repriced = (one for one in history.packages if one.is_repriced)
    return edited | {named(name) for one in repriced for name in one.orders}
