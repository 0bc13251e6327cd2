"""
Checks the methods that rules name against the revenue recognition rules of NetSuite's items.

The bridge predicts revenue by the method that a rule names, and NetSuite plans it by the rule of
the item. Where they differ, every order with that item would end as a variance.
"""

from collections.abc import Iterator, Mapping

from bridge.model.schedule import Method
from bridge.model.schedules.allocation import Allocation
from bridge.rulebooks.findings.written import (
    asked,
    entries,
    finding,
    read_bodies,
    rules,
    sections,
)
from bridge.rules.diagnostics import Diagnostic, Problem, Severity
from bridge.rules.expression import Path
from bridge.rules.files.account import RECOGNISES
from bridge.rules.files.nodes import Node, Section, Text
from bridge.rules.parse import parse

_LINES = "sales_order_line"
_METHOD = "recognition"
#: What a row gives for two fields of an order line: the second is the method.
Pair = tuple[Text, Text]


def findings(
    files: Mapping[str, str], item_rules: Mapping[str, str | None]
) -> tuple[Diagnostic, ...]:
    """
    Return what does not fit, of the files of a rulebook that was checked by itself.

    `item_rules` holds the name of the revenue recognition rule of each item. Items that NetSuite
    does not have are found elsewhere; what is recognised by use follows no rule of an item.
    """
    bodies = read_bodies(files)
    account = next((each for each in bodies.values() if each.get("account") is not None), None)
    methods = dict(_methods(account.get(RECOGNISES) if account else None))
    pairs = [
        (item, method)
        for item, method in _pairs(bodies, "item")
        if item.value in item_rules and method.value != Method.ON_USE
    ]
    unsaid = {item_rules[item.value]: item for item, _ in reversed(pairs)}
    return (
        *(each for item, method in pairs for each in _other(item, method, item_rules, methods)),
        *(_unsaid(rule, item) for rule, item in unsaid.items() if rule and rule not in methods),
    )


def shared_by_use(files: Mapping[str, str]) -> Iterator[Diagnostic]:
    """
    Yield each item that is recognised by use and shares its order's total by fair value.

    What is drawn of credits is journalled by what they were sold for: of a share that is more or
    less it would be a wrong part.
    """
    for allocation, method in _pairs(read_bodies(files), "allocation"):
        if allocation.value == Allocation.NORMAL and method.value == Method.ON_USE:
            yield finding(
                allocation.place,
                f"what is recognised {Method.ON_USE} keeps its own amount, and {Allocation.NORMAL} "
                "shares it by fair value",
                f"write {Allocation.EXCLUDE}",
            )


def _other(
    item: Text,
    method: Text,
    item_rules: Mapping[str, str | None],
    methods: Mapping[str, str],
) -> Iterator[Diagnostic]:
    rule = item_rules[item.value]
    if rule is None:
        yield finding(
            item.place,
            f"NetSuite's item {item.value} has no revenue recognition rule, so nothing is planned",
            "give the item a rule in NetSuite, or name another item",
        )
    elif methods.get(rule, method.value) != method.value:
        yield finding(
            method.place,
            f"NetSuite recognises {item.value} by '{rule}', which is {methods[rule]}",
            f"write {methods[rule]}, or give the item another rule in NetSuite",
        )


def _unsaid(rule: str, item: Text) -> Diagnostic:
    return finding(
        item.place,
        f"NetSuite recognises {item.value} by '{rule}', and nobody has said which method that is",
        f"{RECOGNISES}: {{{rule}: STRAIGHT_LINE_EVEN}} in the file of the account",
        Severity.WARNING,
    )


def _methods(node: Node | None) -> Iterator[tuple[str, str]]:
    for name, method in entries(node):
        if isinstance(method, Text):
            yield name.value, method.value


def _pairs(bodies: Mapping[str, Section], other: str) -> Iterator[Pair]:
    """Yield what is given for another field with the method, where one row of one rule has both."""
    known = rules(bodies)
    for body in bodies.values():
        mapping = body.get("mapping")
        if not (isinstance(mapping, Text) and mapping.value == _LINES):
            continue
        fields = {name.value: node for name, node in entries(body.get("fields"))}
        said, method = (_path(fields.get(name)) for name in (other, _METHOD))
        uses = {name.value: asked(use) for name, use in sections(body.get("uses"))}
        rows = known.get(uses.get(said[0]) or "") if said and method else None
        if rows is None or said is None or method is None or said[0] != method[0]:
            continue
        for one, by in rows.given(said[1], method[1]):
            if one is not None and by is not None:
                yield one, by


def _path(node: Node | None) -> tuple[str, str] | None:
    """Return the use and the output that a field reads, where it reads one as it stands."""
    text = node.get("is") if isinstance(node, Section) else node
    try:
        found = parse(text.value) if isinstance(text, Text) else None
    except Problem:
        return None
    match found:
        case Path((use, output)):
            return use, output
        case _:
            return None
