"""What no rule treats, and what no document says: held through the door, each under its code."""

from dataclasses import replace

import pytest

from bridge.rules.rulebook import Rulebook
from bridge.translate import Flagged
from tests.mappers import rules
from tests.mappers.builders import a_cpq_order
from tests.translate.amendments.chains import (
    MODELS,
    Change,
    Order,
    a_contract,
    codes,
    translations,
)

YEAR = ("2026-01-01", "2026-12-31")
JULY = ("2026-07-01", "2026-12-31")


def a_change(does: str, name: str, quantity: str, days: tuple[str, str] = JULY) -> Change:
    return Change(
        does=does,
        name=name,
        quantity=quantity,
        unit_price="60.00" if days == JULY else "120.00",
        first=days[0],
        last=days[1],
        of=None if does in ("new", "swap") and not quantity.startswith("-") else "1",
    )


SOLD = Order(name="O-1", lines=(a_change("new", "1", "10", YEAR),))
SOLD_ONCE = replace(SOLD, lines=(replace(SOLD.lines[0], charge="One-Time"),))


def once(*lines: Change, kind: str = "Amendment") -> Order:
    """An order whose lines are charged once."""
    return Order(
        name="O-2", lines=tuple(replace(one, charge="One-Time") for one in lines), kind=kind
    )


REVIEWED = {
    "AMENDMENT_REVIEW": once(a_change("more", "2", "5")),
    "DECREASE_REVIEW": once(a_change("fewer", "2", "-5")),
    "SWAP_REVIEW": once(a_change("fewer", "2", "-5"), a_change("swap", "3", "5")),
    "RENEWAL_REVIEW": once(a_change("renew", "2", "10"), kind="Renewal"),
}


@pytest.mark.parametrize("code", REVIEWED)
def test_what_is_charged_once_is_amended_by_a_person(code: str) -> None:
    found = translations(a_contract("cpq", SOLD, REVIEWED[code]), AT_ONCE)
    assert set(codes(found)) == {code}


def months_for_nothing(does: str, year: str, of: str | None = "1") -> tuple[Change, ...]:
    """Five seats from July on: a month for nothing, then five months at 60.00 each seat."""
    spans = ((f"{year}-07-01", f"{year}-07-31"), (f"{year}-08-01", f"{year}-12-31"))
    return tuple(
        replace(
            a_change(does, f"2-{step}", "5", span), unit_price=price, of=of, ramp="F", step=step
        )
        for step, (span, price) in enumerate(zip(spans, ("0.00", "60.00"), strict=True), start=1)
    )


GIVES = {
    "AMENDMENT_REVIEW": Order(name="O-2", lines=months_for_nothing("more", "2026")),
    "SWAP_REVIEW": Order(
        name="O-2",
        lines=(
            a_change("fewer", "2", "-5"),
            *(replace(one, product="ULT") for one in months_for_nothing("swap", "2026", None)),
        ),
    ),
    "RENEWAL_REVIEW": Order(name="O-2", lines=months_for_nothing("renew", "2027"), kind="Renewal"),
}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("code", GIVES)
def test_free_months_of_a_change_are_never_silently_without_revenue(code: str, model: str) -> None:
    held = translations(a_contract(model, SOLD, GIVES[code]))[1]
    assert isinstance(held, Flagged)
    (flag,) = held.flags
    assert (flag.code, flag.amount.text()) == (code, "300.00")
    assert "with free steps" in flag.says


def test_a_line_that_no_row_treats_is_reviewed() -> None:
    book = rules.changed("lines.yaml", "  at-once: [ONE_TIME, as_priced]\n", "")
    assert codes(translations(a_contract("cpq", SOLD_ONCE), book)) == ["LINE_REVIEW"]


#: Once charged, a product has a rhythm of billing and a recognition that fit.
AT_ONCE = rules.changed(
    "items.yaml", "[ENT, SUB-ENT, STRAIGHT_LINE_EVEN]", "[ENT, SUB-ENT, AT_ONCE]"
)


def by_unit_months() -> Rulebook:
    """Ramps by unit-months, in an account that passes fair values on."""
    texts = rules.files()
    ramps = texts["ramps.yaml"].replace("as_segments]", "by_unit_months]")
    account = texts["account.yaml"].replace("fair_values_flow: no", "fair_values_flow: yes")
    return rules.loaded({**texts, "ramps.yaml": ramps, "account.yaml": account})


def a_ramp(last_of_first: str, first_of_second: str) -> Order:
    """Ten seats, then twenty until the end of 2027."""
    days = (("2026-01-01", last_of_first), (first_of_second, "2027-12-31"))
    lines = [
        replace(
            a_change("new", f"1-{place}", quantity, span),
            unit_price="1200.00",
            ramp="R",
            step=place,
        )
        for place, (quantity, span) in enumerate(zip(("10", "20"), days, strict=True), start=1)
    ]
    return Order(name="O-1", lines=tuple(lines))


def test_steps_that_are_no_whole_months_have_no_unit_months() -> None:
    seed = a_contract("cpq", a_ramp("2026-12-30", "2026-12-31"))
    assert codes(translations(seed, by_unit_months())) == ["UNIT_MONTHS_UNKNOWN"]


@pytest.mark.parametrize("model", ["cpq", "revenue-cloud"])
def test_what_is_given_up_of_an_allocated_ramp_is_changed_by_hand(model: str) -> None:
    less = replace(a_change("fewer", "2", "-5"), of="1-1", unit_price="600.00")
    seed = a_contract(model, a_ramp("2026-12-31", "2027-01-01"), Order(name="O-2", lines=(less,)))
    assert codes(translations(seed, by_unit_months())) == ["ALLOCATED_LINE_REDUCED"]


def test_an_order_whose_quote_cannot_be_seen_is_held() -> None:
    assert "QUOTE_MISSING" in a_cpq_order().without("SBQQ__Quote__c").codes()
