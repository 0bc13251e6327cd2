"""Each known discrepancy comes out in its class, to the cent, and nothing is left unexplained."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from bridge.reconcile.classes import CLASSES
from bridge.reconcile.rows import Target
from bridge.reconcile.steps.plans import CENTS
from tests.reconcile.injections.all import INJECTIONS
from tests.reconcile.stating import amounts, injected, stated
from tests.reconcile.worlds import Line, a_line

START = date(2026, 3, 1)
#: What is never taken away: it is what is left over.
LEFT_OVER = {"RND-1", "UNX-1"}
CLAIMED = sorted(INJECTIONS.keys() - LEFT_OVER)


@pytest.mark.parametrize("name", INJECTIONS)
def test_a_discrepancy_alone_comes_out_in_its_class_month_by_month(name: str) -> None:
    line = a_line(1, START)
    INJECTIONS[name](line)
    found = stated(line)
    assert amounts(found) == injected(line)
    assert found.ties
    assert bool(found.unexplained) == (name == "UNX-1")


@pytest.mark.parametrize(
    ("name", "code"),
    [*((name, name.split(maxsplit=1)[0]) for name in CLAIMED), ("DAT-1", "RPL-1")],
)
def test_without_its_class_a_discrepancy_is_unexplained(name: str, code: str) -> None:
    line = a_line(1, START)
    INJECTIONS[name](line)
    found = stated(line, without=frozenset({code}))
    assert code not in found.classes
    assert found.unexplained
    assert found.ties


def test_every_class_is_injected_or_shown_elsewhere() -> None:
    codes = {name.split(maxsplit=1)[0] for name in INJECTIONS}
    # Of starts, of orders, and of every line; an edit in the middle is RPL-1 beside its price.
    elsewhere = {"ARR-1", "ARR-2", "ARR-3", "SCP-2", "PER-1", "TIM-3", "JRN-2", "RPL-1"}
    assert {one.code for one in CLASSES} == codes | elsewhere


@pytest.mark.parametrize("code", ["PER-1", "JRN-2"])
def test_without_what_every_line_has_it_is_unexplained(code: str) -> None:
    assert stated(a_line(1, START), without=frozenset({code})).unexplained


def a_world(seed: int, count: int) -> list[Line]:
    """Lines of many kinds, each with one discrepancy or none."""
    chance = Random(seed)
    made = []
    for number in range(count):
        start = date(2026, chance.randint(1, 6), 1)
        line = a_line(number, start, monthly=100 * chance.randint(1, 5_000))
        name = chance.choice([None, *INJECTIONS])
        if name is not None:
            INJECTIONS[name](line)
        made.append(line)
    chance.shuffle(made)
    return made


@pytest.mark.parametrize("seed", [7, 2026])
def test_many_at_once_on_different_lines_come_out_each_in_its_class(seed: int) -> None:
    world = a_world(seed, 200)
    found = stated(*world)
    assert amounts(found) == injected(*world)
    assert found.ties
    by_contract = Counter[str]()
    for classes in found.by_contract().values():
        by_contract.update(classes)
    assert {code: found.amount(code).minor for code in found.classes} == {
        code: by_contract[code] for code in found.classes
    }


@pytest.mark.on_demand
@pytest.mark.parametrize("seed", range(40))
def test_a_large_world_comes_out_each_in_its_class(seed: int) -> None:
    world = a_world(seed, 1_000)
    assert amounts(stated(*world)) == injected(*world)


@pytest.mark.parametrize("target", Target)
def test_whatever_happened_the_statement_ties_and_rounding_stays_within_a_cent(
    target: Target,
) -> None:
    world = a_world(11, 60)
    found = stated(*world, target=target)
    assert found.ties
    rounded = found.classes.get("RND-1", {})
    assert all(abs(minor) <= CENTS * len(world) for minor in rounded.values())


def test_the_order_of_the_lines_does_not_matter() -> None:
    world = a_world(3, 60)
    assert amounts(stated(*world)) == amounts(stated(*reversed(world)))
