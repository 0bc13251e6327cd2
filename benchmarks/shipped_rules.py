"""
How fast the shipped rules are loaded, and asked of a line, on one core, in CPU time.

The rulebook is compared with the same decisions written by hand in Python, in the same run: that is
the price of rules as data. Best of several rounds, the collector off.
"""

import gc
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from bridge.flow.rulebook.editions import edition
from bridge.mappers import dossiers, judge
from bridge.mappers.read import seeds
from bridge.model.deal import Deal
from bridge.rules.rulebook import Rulebook
from bridge.translate import Translated, translate

ROOT = Path(__file__).parents[1]
SCENARIOS = ROOT / "tests/scenarios"
ROUNDS = 5
LINES = 5_000


def best(work: Callable[[], object]) -> float:
    """Return the least CPU time of several rounds, in seconds."""
    gc.disable()
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    gc.enable()
    return min(times)


def by_hand(known: Mapping[str, object]) -> dict[str, object] | None:
    """Decide by hand what the sample rulebook decides of a line: treatment, item, billing."""
    item = {"ENT": "SUB-ENT", "ULT": "SUB-ULT"}.get(str(known["product"]))
    rhythm = {"Annual": "ANNUAL-ADVANCE", "Quarterly": "QUARTERLY-ADVANCE"}
    if item is None or known["charge"] != "RECURRING":
        return None
    return {
        "treatment": "as_segments" if known["quantity_changes"] else "as_priced",
        "item": item,
        "recognition": "STRAIGHT_LINE_EVEN",
        "description": str(known["product_name"])[:40],
        "billingSchedule": rhythm.get(str(known["billing_frequency"])),
    }


def ask(rulebook: Rulebook, known: Mapping[str, object], day: date) -> None:
    """Ask the rulebook all that it is asked of a line, the trace included."""
    chosen = rulebook.treatment("RAMP", known, day)
    mapped = rulebook.map("sales_order_line", known, day)
    assert chosen.trace
    assert mapped.trace


def main() -> None:
    """Measure, and print one line for each figure."""
    rulebook = edition(ROOT / "config/rules").rulebook
    loaded = best(lambda: edition(ROOT / "config/rules"))
    print(f"rulebook read, checked and compiled      {1000 * loaded:>12,.0f} ms")
    known, day = line_facts(rulebook)
    hand = best(lambda: [by_hand(known) for _ in range(LINES)])

    def ask_all() -> None:
        for _ in range(LINES):
            ask(rulebook, known, day)

    asked = best(ask_all)
    print(f"line decided by hand-written Python      {LINES / hand:>12,.0f} lines/CPU-s")
    print(
        f"line decided by the rulebook, with trace {LINES / asked:>12,.0f} lines/CPU-s"
        f"  ({2 * LINES / asked:,.0f} evaluations/CPU-s, {asked / hand:.0f} x by hand)"
    )


def line_facts(rulebook: Rulebook) -> tuple[dict[str, object], date]:
    """Return the facts of the ramp's line, and the day of its booking."""
    deal = translated("a-ramp-three-years.cpq", rulebook)
    known = judge.deal_facts(deal, rulebook)
    return judge.line_facts(deal.lines[0], deal, known, rulebook), deal.booked_on


def translated(name: str, rulebook: Rulebook) -> Deal:
    """Return the deal of a scenario."""
    seed = seeds.parse((SCENARIOS / f"{name}.json").read_text(), where=name)
    order = next(filter(dossiers.is_booking, dossiers.orders(seed.records)))
    found = translate(dossiers.of_order(order, seed.records, (), seed.frame), rulebook)
    assert isinstance(found, Translated)
    return found.heading


if __name__ == "__main__":
    main()
