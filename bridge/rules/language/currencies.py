"""
Which amounts of money go together: those of one currency, and no others.

All money of a deal is in the deal's currency, so its amounts add up and compare. Which currency
that is, only a condition can say: where it proves that the deal is in USD, money in USD is money
of the deal.
"""

from collections.abc import Mapping
from dataclasses import replace

from bridge.rules.expression import Literal, Node, Path, walk
from bridge.rules.language.typed import Equal, Scope, Typed, problem
from bridge.rules.types import OF_DEAL, Kind, Type

#: The operation that puts an amount beside its currency; no expression can write it.
PRICED = "AN AMOUNT AND ITS CURRENCY"
#: What to write for an amount where a bare number stands.
MONEY_HINT = 'money is written MONEY(1000, "USD")'


def known_currency(code: str, scope: Scope) -> str:
    """Return OF_DEAL where the conditions around prove that the deal's currency is this one."""
    is_deals = any(
        isinstance(fact, Equal) and fact.text == code and _is_currency(fact.node, scope.names)
        for fact in scope.known
    )
    return OF_DEAL if is_deals else code


def currency_fact(names: Mapping[str, Type]) -> Path | None:
    """Return the fact that holds the code of the deal's currency; None if there is none."""
    own = [Path((name,)) for name, found in names.items() if _is_code(found)]
    of_records = [
        Path((name, inner))
        for name, found in names.items()
        if found.kind is Kind.RECORD and not found.blank
        for inner, fact in found.fields.items()
        if _is_code(fact)
    ]
    return next(iter((*own, *of_records)), None)


def _is_currency(node: Node, names: Mapping[str, Type]) -> bool:
    match node:
        case Path((name,)):
            return name in names and _is_code(names[name])
        case Path((name, *rest)) if name in names:
            return _is_currency(Path(tuple(rest)), names[name].fields)
        case _:
            return False


def _is_code(found: Type) -> bool:
    return found.kind is Kind.TEXT and found.currency == OF_DEAL


def summed(left: Typed, right: Typed, what: str) -> Type:
    """Return the type whose currency a sum has; Problem unless both parts have the same."""
    if left.type.unit != right.type.unit:
        raise _mixed(left, right, what)
    return left.type


def comparable_money(left: Typed, right: Typed) -> None:
    """Refuse to compare amounts that are not of one currency; a zero is one in every currency."""
    one, other = met(left, right.type), met(right, left.type)
    if one.is_number and other.is_number and one.unit != other.unit:
        raise _mixed(left, right, "compare")


def met(tree: Typed, other: Type) -> Type:
    """Return the type of a node beside another: a zero is money where it meets money."""
    return tree.type.like(other) if is_zero(tree) and other.is_money else tree.type


def is_zero(tree: Typed) -> bool:
    """Whether a node is the constant 0, which needs no currency."""
    match tree.node:
        case Literal(value=value) if tree.type.is_number:
            return not value
        case _:
            return False


def multiplied(left: Typed, right: Typed) -> Type:
    """Return the type whose currency a product has; Problem for money times money."""
    if left.type.is_money and right.type.is_money:
        raise problem(right, "money times money is no amount", "multiply money by a number")
    if left.type.is_money:
        return _scaled(left.type, right)
    return _scaled(right.type, left)


def _scaled(money: Type, by: Typed) -> Type:
    """Return the type of money times a number: a price for a time stays one if it is constant."""
    is_constant = not any(isinstance(node, Path) for node in walk(by.node))
    return money if is_constant else replace(money, over="")


def divided(left: Typed, right: Typed) -> Type | None:
    """Return the type whose currency a quotient has; None if it is a plain number."""
    if not right.type.is_money:
        return _scaled(left.type, right)
    if not left.type.is_money:
        raise problem(right, "a number cannot be divided by money", "money / money is a number")
    summed(left, right, "divide")
    return None


def _mixed(left: Typed, right: Typed, what: str) -> Exception:
    currencies = left.type.currency, right.type.currency
    if "" in currencies:
        tree, other = (right, left) if left.type.is_money else (left, right)
        return problem(
            tree,
            f"cannot {what} money and a number: this is {tree.type}, the other is {other.type}",
            MONEY_HINT,
        )
    if left.type.currency == right.type.currency:
        tree, over = (left, left.type.over) if left.type.over else (right, right.type.over)
        return problem(
            tree,
            f"cannot {what} a price for a time and an amount that is for another time or none",
            f"a price for a year compares; where ISBLANK({over}), this is for no time",
        )
    if OF_DEAL not in currencies:
        return problem(right, f"cannot {what} {currencies[0]} and {currencies[1]}")
    tree = left if right.type.currency == OF_DEAL else right
    code = tree.type.currency
    return problem(
        tree,
        f"cannot {what} money in {code} and money of the deal, which may be in another currency",
        f'ask first: IF(currency = "{code}", ..., ...); of a line, deal.currency',
    )
