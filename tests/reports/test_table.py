"""Reports as values: their columns, their totals, and the digest of their content."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.money import Currency, Money
from bridge.reports.table import Cell, sums, tied, told
from tests.reports.printing import NOON, a_report, a_row, money


def test_totals_are_by_currency_and_never_over_two() -> None:
    report = a_report(
        a_row(amount=money("10.50")),
        a_row(amount=money("-0.50")),
        a_row(amount=money("7", "JPY")),
        a_row(amount=None),
    )
    usd, jpy = Currency("USD"), Currency("JPY")
    assert report.totals == {"amount": {jpy: money("7", "JPY"), usd: money("10.00")}}


@given(
    st.lists(st.builds(Money, st.integers(), st.sampled_from([Currency("USD"), Currency("KWD")])))
)
def test_sums_lose_nothing(amounts: list[Money]) -> None:
    assert sum(one.minor for one in sums(amounts).values()) == sum(one.minor for one in amounts)


@pytest.mark.parametrize(
    "row",
    [
        ("Acme", None, None, None),
        ("Acme", 12, None, None, None),
        (5, None, None, None, None),
        ("Acme", None, "5", None, None),
        ("Acme", None, None, "2026-01-01", None),
        ("Acme", None, None, None, date(2026, 1, 1)),
    ],
)
def test_a_row_that_does_not_fit_its_columns_is_no_report(row: tuple[Cell, ...]) -> None:
    with pytest.raises(ValueError, match="row 2 of deals does not fit"):
        a_report(a_row(), row)


def test_the_digest_is_that_of_lines_which_others_can_write() -> None:
    report = a_report(("Acme", money("10.50"), 3, date(2026, 1, 2), NOON), a_row(None))
    lines = (
        '["deals",[["name","text"],["amount","money"],["count","whole"],["day","day"],["at","moment"]]]\n'
        '["Acme",["10.50","USD"],3,"2026-01-02","2026-09-30T12:00:01.000005+00:00"]\n'
        "[null,null,null,null,null]"
    )
    assert report.digest == sha256(lines.encode()).hexdigest()


def test_the_digest_tells_content_and_not_when_it_was_taken() -> None:
    report = a_report(a_row(count=1), a_row(count=2))
    later = replace(report, evidence=replace(report.evidence, as_of=NOON.replace(hour=13)))
    assert report.digest == later.digest
    assert report.digest != a_report(a_row(count=2), a_row(count=1)).digest
    assert report.digest != a_report(a_row(count=1)).digest


def test_rows_tie_to_the_ledger_or_say_that_they_do_not() -> None:
    rows, ledger = [money("5.00"), money("-5.00", "EUR")], [money("5.00"), money("0", "JPY")]
    assert tied(rows, [*ledger, money("-5.00", "EUR")], what="waiting") == (
        "the rows add up to what is waiting by the ledger: -5.00 EUR, 5.00 USD"
    )
    assert tied(rows, ledger, what="waiting").startswith("DIFFERS: waiting are 5.00 USD by the")
    assert told({}) == "0"
