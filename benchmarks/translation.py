"""
How many deals become documents with predicted schedules per second, in one process.

The dossiers of the scenarios are translated by the shipped rulebook: read, judged, written, their
schedules predicted, the sums proved. CPU time on one core, best of several rounds, the collector
off. A dossier is counted whatever comes of it; the words behind the figures say what did.
"""

import argparse
import gc
import time
from collections import Counter, deque
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bridge.flow.judging import prepared
from bridge.flow.rulebook.editions import edition
from bridge.mappers import dossiers
from bridge.mappers.read import seeds
from bridge.model.dossier import Dossier
from bridge.rules.rulebook import Rulebook
from bridge.translate import Translated, translate

ROOT = Path(__file__).parents[1]
SCENARIOS = ROOT / "tests/scenarios"


def best(work: Callable[[], object], rounds: int) -> float:
    """Return the least CPU time of several rounds, in seconds."""
    gc.collect()
    gc.disable()
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    gc.enable()
    return min(times)


def cases_of(name: str) -> list[Dossier]:
    """Return the dossiers of all orders of a scenario."""
    seed = seeds.parse((SCENARIOS / f"{name}.json").read_text(), where=name)
    orders = [each for each in dossiers.orders(seed.records) if dossiers.is_booking(each)]
    return [dossiers.of_order(order, seed.records, (), seed.frame) for order in orders]


def translated(cases: list[Dossier], rulebook: Rulebook, deals: int) -> None:
    """Translate the dossiers in turn until there are so many deals."""
    for number in range(deals):
        translate(cases[number % len(cases)], rulebook)


def written(cases: list[Dossier], rulebook: Rulebook, deals: int) -> None:
    """Translate the dossiers in turn, and write the bytes of each document."""
    found = (translate(cases[number % len(cases)], rulebook) for number in range(deals))
    for each in found:
        documents = each.documents if isinstance(each, Translated) else ()
        deque((prepared(one, {}) for one in documents), maxlen=0)


def main() -> None:
    """Measure, and print one line for each scenario."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--deals", type=int, default=200, help="deals of a scenario in a round")
    asked.add_argument("--rounds", type=int, default=5)
    given, _ = asked.parse_known_args()
    rulebook = edition(ROOT / "config/rules").rulebook
    print(f"{'deals per CPU second':<42} {'translated':>10} {'with bytes':>10}")
    for path in sorted(SCENARIOS.glob("*.json")):
        cases = cases_of(path.stem)
        outcomes = Counter(type(translate(each, rulebook)).__name__.lower() for each in cases)
        rates = [
            given.deals / best(partial(work, cases, rulebook, given.deals), given.rounds)
            for work in (translated, written)
        ]
        told = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())
        print(f"{path.stem:<42} {rates[0]:>10,.0f} {rates[1]:>10,.0f}  {told}")


if __name__ == "__main__":
    main()
