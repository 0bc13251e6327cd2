"""Constants of money: an amount is nothing without its currency."""

from dataclasses import replace

from bridge.rules.expression import Call, Literal
from bridge.rules.functions.signature import Form, number
from bridge.rules.language.currencies import known_currency
from bridge.rules.language.typed import Scope, Typed, Typing, problem
from bridge.rules.types import currency_code

_FORM = 'MONEY(1000, "USD")'


def _money(call: Call, scope: Scope, typing: Typing) -> Typed:
    """Type `MONEY`: of the deal's currency where a condition proves that it is the one named."""
    amount, code = (typing(argument, scope) for argument in call.arguments)
    found = number(call, amount)
    if not isinstance(amount.node, Literal):
        raise problem(amount, "MONEY takes a constant amount", 'MONEY(1, "USD") * number')
    match code.node:
        case Literal(value=str() as text):
            known = currency_code(text, code.node.start, code.node.end)
        case _:
            raise problem(code, "MONEY takes a constant currency", _FORM)
    return Typed(call, replace(found, currency=known_currency(known, scope)), (amount, code))


AMOUNTS: tuple[Form, ...] = (Form(form="MONEY(amount, currency)", least=2, most=2, typing=_money),)
