"""What the checker accepts, as which type, and where a result may go."""

import pytest

from bridge.rules.check import check
from bridge.rules.types import BLANK, BOOLEAN, DATE, INTEGER, TEXT, Type, decimal, integer
from tests.rules.expressions.evaluate import marked, refused
from tests.rules.expressions.scope import KIND, SCOPE


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("1", integer(1)),
        ("-12", integer(2)),
        ("0.050", decimal(4, 3)),
        ("TRUE", BOOLEAN),
        ("BLANK", BLANK),
        ("quantity + net_price", decimal(15, 4)),
        ("quantity * net_price", decimal(28, 8)),
        ("quantity - 0.125", decimal(15, 4)),
        ("term + 1", integer(11)),
        ("term * 2", integer(11)),
        ("term * 0.5", decimal(12, 1)),
        ("IF(ISBLANK(ssp), BLANK, -ssp)", decimal(14, 4).optional()),
        ("ROUND(quantity * net_price, 2)", decimal(23, 2)),
        ("ROUND(quantity, 6)", decimal(16, 6)),
        ("ROUND(quantity, 0)", integer(11)),
        ("ROUND(term, 2)", INTEGER),
        ("ROUND(quantity / 3, 2)", decimal(13, 2)),
        ("ROUND(1 / 0.001, 2)", decimal(7, 2)),
        ("FLOOR(quantity)", integer(11)),
        ("IF(open, 1, 2.50)", decimal(3, 2)),
        ("IF(open, quantity, BLANK)", decimal(14, 4).optional()),
        ("IF(open, kind, name)", TEXT),
        ("IF(open, kind, kind)", KIND),
        ("BLANKVALUE(ssp, net_price)", decimal(14, 4)),
        ("BLANKVALUE(ssp, BLANK)", decimal(14, 4).optional()),
        ("CASE(kind, 'PRICE', start, 'QUANTITY', closed, start)", DATE.optional()),
        ("MAX(1, 2.5, term)", decimal(11, 1)),
        ("start - start", integer(7)),
        ("start + term", DATE),
        ("SUM(lines, amount)", decimal(23, 2)),
        ("COUNT(lines)", integer(5)),
        ("SUM(lines, 1)", integer(6)),
        ("kind = 'PRICE'", BOOLEAN),
        ("name & kind", TEXT),
    ],
)
def test_an_expression_has_the_type(source: str, wanted: Type) -> None:
    assert check(source, SCOPE).type == wanted


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("1", set()),
        ("quantity * quantity", {"quantity"}),
        ("deal.currency & name", {"deal.currency", "name"}),
        ("SUM(lines, amount) > 0", {"lines", "lines[].amount"}),
        ("COUNT(lines)", {"lines"}),
        ("IF(ISBLANK(prior), name, prior.currency)", {"name", "prior", "prior.currency"}),
        ("ANY(lines, ISBLANK(note))", {"lines", "lines[].note"}),
    ],
)
def test_a_checked_expression_names_the_facts_it_reads(source: str, reads: set[str]) -> None:
    assert check(source, SCOPE).reads == reads


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("ROUND(quantity * net_price, 2)", decimal(18, 2)),
        ("term", decimal(18, 2)),
        ("ROUND(quantity, 0)", INTEGER),
        ("IF(open, 'PRICE', 'QUANTITY')", KIND),
        ("IF(open, 'PRICE', former)", KIND.optional()),
        ("CASE(term, 1, 'PRICE', 'QUANTITY')", KIND),
        ("kind", TEXT),
        ("name", TEXT.optional()),
        ("BLANK", TEXT.optional()),
        ("IF(open, BLANK, BLANK)", decimal(18, 2).optional()),
        ("start", DATE),
        ("open", BOOLEAN),
    ],
)
def test_a_result_that_fits_takes_the_type_of_its_place(source: str, target: Type) -> None:
    assert check(source, SCOPE, target).type == target


@pytest.mark.parametrize(
    ("source", "target", "message", "hint", "mark"),
    [
        (
            "quantity * net_price",
            decimal(18, 2),
            "this can have 8 decimals, but decimal(18,2) has 2",
            "ROUND(quantity * net_price, 2)",
            "quantity * net_price",
        ),
        (
            "quantity / 3",
            decimal(18, 4),
            "this quotient is not rounded, and may have no last digit",
            "ROUND(quantity / 3, 4)",
            "quantity / 3",
        ),
        (
            "1 + quantity / 3",
            None,
            "this quotient is not rounded, and may have no last digit",
            "ROUND(1 + (quantity / 3), 2)",
            "1 + quantity / 3",
        ),
        (
            "quantity",
            INTEGER,
            "this can have 4 decimals, but integer has 0",
            "ROUND(quantity, 0)",
            "quantity",
        ),
        (
            "ssp",
            decimal(18, 4),
            "the result may be blank, but it is required",
            "BLANKVALUE(ssp, ...)",
            "ssp",
        ),
        ("BLANK", TEXT, "text is needed, but this is BLANK", None, "BLANK"),
        ("term", TEXT, "text is needed, but this is integer", "TEXT(term)", "term"),
        ("start", TEXT, "text is needed, but this is date", "TEXT(start)", "start"),
        ("name", DATE, "date is needed, but this is text", None, "name"),
        ("name", KIND, "Kind is needed, but this is text", None, "name"),
        ("shape", KIND, "Kind is needed, but this is Shape", None, "shape"),
        (
            "IF(open, 'PRICE', 'PRISE')",
            KIND,
            "'PRISE' is not a value of Kind",
            "did you mean 'PRICE'?",
            "'PRISE'",
        ),
        (
            "IF(open, TEXT(shape), 'PRICE')",
            KIND,
            "'FLAT' is not a value of Kind",
            "values: PRICE, QUANTITY",
            "IF(open, TEXT(shape), 'PRICE')",
        ),
        ("deal", None, "a single value is needed, but this is Deal", None, "deal"),
        ("lines", TEXT, "a single value is needed, but this is list(Line)", None, "lines"),
    ],
)
def test_a_result_that_does_not_fit_is_refused(
    source: str, target: Type | None, message: str, hint: str | None, mark: str
) -> None:
    problem = refused(source, SCOPE, target)
    assert (problem.message, problem.hint) == (message, hint)
    assert marked(source, problem) == mark


def test_a_text_that_looks_like_code_is_a_text() -> None:
    checked = check("\"__import__('os')\" & name", SCOPE)
    assert checked.reads == {"name"}
