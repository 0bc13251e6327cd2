"""How the checker says what is wrong, and what to write instead."""

import pytest

from tests.rules.expressions.evaluate import refused
from tests.rules.expressions.scope import SCOPE

_BLANK_HINT = "use = BLANK or ISBLANK(...) to test"
_NOTE_HINT = "wrap it: BLANKVALUE(note, ...), or test it first: IF(ISBLANK(note), ..., ...)"


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ("net_prise", "unknown fact 'net_prise'", "did you mean 'net_price'?"),
        ("NAME", "unknown fact 'NAME'", "did you mean 'name'?"),
        ("deal.currncy", "unknown fact 'currncy' of deal", "did you mean 'currency'?"),
        ("deal.x", "unknown fact 'x' of deal", "known facts: currency, total"),
        ("currency", "unknown fact 'currency'", "did you mean 'deal.currency'?"),
        (
            "TODAY()",
            "there is no function TODAY",
            "a rule answers alike on every day; use a date of the deal",
        ),
        ("IsNull(name)", "there is no function ISNULL", "use ISBLANK(value)"),
        ("name.x", "'name' is text; it has no facts of its own", None),
        ("ROUN(1, 2)", "unknown function ROUN", "did you mean ROUND?"),
        ("IF(open, 1)", "IF takes 3 arguments, not 2", "IF(condition, then, otherwise)"),
        ("ISBLANK()", "ISBLANK takes 1 argument, not 0", "ISBLANK(value)"),
        ("MAX(1)", "MAX takes 2 to 40 arguments, not 1", "MAX(a, b, ...)"),
        ("kind = 'PRICES'", "'PRICES' is not a value of Kind", "did you mean 'PRICE'?"),
        ("'XXX' = kind", "'XXX' is not a value of Kind", "values: PRICE, QUANTITY"),
        ("kind IN ('PRICE', 'XXX')", "'XXX' is not a value of Kind", "values: PRICE, QUANTITY"),
        ("CASE(kind, 'XXX', 1, 2)", "'XXX' is not a value of Kind", "values: PRICE, QUANTITY"),
        ("kind = shape", "cannot compare Kind with Shape", "they have different values"),
        ("name = 1", "cannot compare text with integer", None),
        ("open = start", "cannot compare boolean with date", None),
        (
            "start >= '2026-01-31'",
            "'>=' orders numbers or dates, not text",
            "a constant date is written DATE(2026, 1, 31)",
        ),
        (
            "start = '2026-01-31'",
            "cannot compare date with text",
            "a constant date is written DATE(2026, 1, 31)",
        ),
        (
            "name & 1 / 3",
            "'&' joins texts, but this is an unrounded quotient",
            "use TEXT(ROUND(1 / 3, 2))",
        ),
        ("name < 'b'", "'<' orders numbers or dates, not text", None),
        ("start < 1", "cannot compare date with integer", None),
        ("deal = deal", "records and lists cannot be compared: Deal with Deal", None),
        ("name + 'x'", "'+' needs numbers, but this is text", "use & to join texts"),
        ("open * 2", "'*' needs numbers, but this is boolean", None),
        ("-name", "'-' needs a number, but this is text", None),
        ("NOT 1", "cannot use after NOT: a condition is needed, but this is integer", None),
        ("open AND 1", "cannot use in 'AND': a condition is needed, but this is integer", None),
        ("IF(1, 2, 3)", "IF: a condition is needed, but this is integer", None),
        (
            "IF(open, 1, 'x')",
            "IF: the results differ in type: integer and text",
            "make both the same, with TEXT(...) for instance",
        ),
        ("name IN (name)", "IN takes constants only", "compare with = and OR"),
        ("name IN ()", "IN needs at least one value", 'x IN ("A", "B")'),
        ("name IN (BLANK)", "cannot compare: BLANK has no value", _BLANK_HINT),
        ("1 + BLANK", "cannot use in '+': BLANK has no value", _BLANK_HINT),
        ("ISBLANK(BLANK)", "ISBLANK of BLANK is decided already", "name a fact"),
        ("BLANKVALUE(BLANK, 1)", "BLANKVALUE of BLANK is decided already", "name a fact"),
        (
            "CASE(term, 1, 2, 3, 4)",
            "CASE needs pairs of value and result, and a last result",
            "CASE(x, value, result, ..., otherwise)",
        ),
        (
            "CASE(term, 1, 2, 1, 3, 4)",
            "CASE names this value twice; the second is never reached",
            None,
        ),
        ("SUM(lines)", "SUM takes 2 arguments, not 1", "SUM(list, number)"),
        ("SUM(name, 1)", "SUM needs a list first, but this is text", None),
        ("SUM(lines, quantity)", "unknown fact 'quantity'", "known facts: amount, note"),
        (
            "SUM(lines, note)",
            "SUM: 'note' may be blank",
            _NOTE_HINT,
        ),
        (
            "SUM(lines, amount / 3)",
            "SUM adds exact numbers, not unrounded quotients",
            "SUM(..., ROUND(amount / 3, 2))",
        ),
        ("ANY(lines, amount)", "ANY: a condition is needed, but this is decimal(18,2)", None),
        (
            "1 / (1 / 3)",
            "the divisor is itself an unrounded quotient",
            "a / b / c, or ROUND",
        ),
        (
            "quantity * quantity * quantity * quantity",
            "this can need 56 digits; exact numbers have at most 50",
            "ROUND an intermediate result",
        ),
        (
            "ROUND(quantity * quantity * quantity / 0.00000000001, 10)",
            "this can need 52 digits; exact numbers have at most 50",
            "ROUND an intermediate result",
        ),
    ],
)
def test_a_mistake_is_explained(source: str, message: str, hint: str | None) -> None:
    problem = refused(source, SCOPE)
    assert (problem.message, problem.hint) == (message, hint)


def test_a_name_that_is_absurdly_long_is_cut_in_the_message() -> None:
    assert refused("a" * 3000, SCOPE).message == f"unknown fact '{'a' * 40}...'"
    assert refused("a" * 3000 + "()", SCOPE).message == f"unknown function {'A' * 40}..."
    assert refused(f"kind = '{'x' * 3000}'", SCOPE).message == (
        f"'{'x' * 40}...' is not a value of Kind"
    )
