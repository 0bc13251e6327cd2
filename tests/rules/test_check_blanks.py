"""Blanks are dealt with before they are used, or the checker says how."""

import pytest

from bridge.rules.check import check
from tests.rules.expressions.evaluate import marked, refused
from tests.rules.expressions.scope import SCOPE


@pytest.mark.parametrize(
    "source",
    [
        "IF(ISBLANK(ssp), 0, ssp * 2)",
        "IF(NOT ISBLANK(ssp), ssp * 2, 0)",
        "IF(ssp = BLANK, 0, ssp * 2)",
        "IF(BLANK <> ssp, ssp * 2, 0)",
        "ssp <> BLANK AND ssp > 2",
        "ISBLANK(ssp) OR ssp > 2",
        "NOT (ISBLANK(ssp) OR ssp > 2)",
        "NOT (ssp <> BLANK AND open) OR ssp > 2",
        "IF(open AND ssp <> BLANK, ssp * 2, 0)",
        "IF(ISBLANK(ssp) OR ISBLANK(note), '', note & TEXT(ssp))",
        "IF(ssp <> BLANK, IF(open, ssp + 1, 2), 0)",
        "CASE(ssp, BLANK, 0, ssp * 2)",
        "CASE(former, BLANK, 'none', 'PRICE', former & '!', former)",
        "IF(ISBLANK(prior), 'none', prior.currency)",
        "IF(ISBLANK(prior), 0, BLANKVALUE(prior.total, 0) + 1)",
        "IF(deal.total <> BLANK, deal.total * 2, 0)",
        "IF(ISBLANK(extras), 0, SUM(extras, amount))",
        "IF(ISBLANK(IF(open, ssp, BLANK)), 0, 1)",
        "IF(urgent <> BLANK AND urgent, 1, 0)",
        "SUM(lines, IF(ISBLANK(note), 0, LEN(note)))",
        "(ssp <> BLANK OR open) AND TRUE",
        "IF((ssp <> BLANK AND open) OR (ssp <> BLANK AND NOT open), ssp + 1, 0)",
    ],
)
def test_a_blank_that_is_dealt_with_is_no_problem(source: str) -> None:
    check(source, SCOPE)


@pytest.mark.parametrize(
    ("source", "mark"),
    [
        ("ssp * 2", "ssp"),
        ("2 < ssp", "ssp"),
        ("ssp = 2", "ssp"),
        ("IF(ISBLANK(ssp), ssp * 2, 0)", "ssp"),
        ("ssp <> BLANK OR ssp > 2", "ssp"),
        ("ISBLANK(ssp) AND ssp > 2", "ssp"),
        ("IF(ssp <> BLANK OR open, ssp + 1, 0)", "ssp"),
        ("IF(ssp <> BLANK, 1, 0) + ssp", "ssp"),
        ("name & note", "note"),
        ("IF(urgent, 1, 2)", "urgent"),
        ("NOT urgent", "urgent"),
        ("prior.currency", "prior.currency"),
        ("deal.total + 1", "deal.total"),
        ("SUM(extras, amount)", "extras"),
        ("former IN ('PRICE')", "former"),
        ("CASE(former, 'PRICE', 1, 2)", "former"),
        ("IF(note <> BLANK, ANY(lines, note = 'x'), FALSE)", "note"),
        ("MAX(ssp, 1)", "ssp"),
        ("ROUND(ssp, 2)", "ssp"),
        ("start + IF(open, 1, BLANK)", "IF(open, 1, BLANK)"),
        ("-ssp", "ssp"),
    ],
)
def test_a_blank_that_may_reach_an_operation_is_refused(source: str, mark: str) -> None:
    problem = refused(source, SCOPE)
    assert "may be blank" in problem.message
    assert problem.hint
    assert marked(source, problem) == mark
