"""The functions that are more than a call: what they choose among is computed only if chosen."""

import ast
from collections.abc import Mapping

from bridge.rules.compiler.emit import Emitter, Form, name_of
from bridge.rules.compiler.lists import LISTS
from bridge.rules.compiler.syntax import conditional, load
from bridge.rules.language.typed import Typed
from bridge.rules.types import Kind


def _chosen(emitter: Emitter, tree: Typed) -> ast.expr:
    test, then, otherwise = tree.parts
    return conditional(
        emitter.expression(test),
        emitter.as_number(then, tree.type),
        emitter.as_number(otherwise, tree.type),
    )


def _substituted(emitter: Emitter, tree: Typed) -> ast.expr:
    value, substitute = tree.parts
    held, name = emitter.hold(emitter.as_number(value, tree.type))
    return conditional(
        emitter.blank(held, value.type), emitter.as_number(substitute, tree.type), load(name)
    )


def _tested_blank(emitter: Emitter, tree: Typed) -> ast.expr:
    return emitter.blank(emitter.expression(tree.parts[0]), tree.parts[0].type)


def _cases(emitter: Emitter, tree: Typed) -> ast.expr:
    """Return the syntax of CASE: the subject is computed once, each result only if chosen."""
    subject, *rest, last = tree.parts
    values, results = rest[::2], rest[1::2]
    quotients = [each.type for each in (subject, *values) if each.type.is_quotient]
    compared = quotients[0] if quotients else subject.type
    held, name = emitter.hold(emitter.as_number(subject, compared))
    found = emitter.as_number(last, tree.type)
    for at in reversed(range(len(values))):
        subject_syntax = held if at == 0 else load(name)
        if values[at].type.kind is Kind.BLANK:
            test = emitter.blank(subject_syntax, subject.type)
        else:
            wanted = emitter.as_number(values[at], compared)
            test = ast.Compare(subject_syntax, [ast.Eq()], [wanted])
        found = conditional(test, emitter.as_number(results[at], tree.type), found)
    return found


def _extreme(emitter: Emitter, tree: Typed) -> ast.expr:
    """Return the syntax of MIN or MAX; of values that are equal, it keeps the first."""
    beaten = ast.Gt() if name_of(tree) == "MIN" else ast.Lt()
    found, *others = (emitter.as_number(part, tree.type) for part in tree.parts)
    for other in others:
        held, name = emitter.hold(found)
        rival, rival_name = emitter.hold(other)
        test = ast.Compare(held, [beaten], [rival])
        found = conditional(test, load(rival_name), load(name))
    return found


FORMS: Mapping[str, Form] = {
    "IF": _chosen,
    "CASE": _cases,
    "BLANKVALUE": _substituted,
    "ISBLANK": _tested_blank,
    "MAX": _extreme,
    "MIN": _extreme,
    **LISTS,
}
