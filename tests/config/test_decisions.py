"""What the shipped rules say, row by row: the table that finance reads, as a test."""

from datetime import date

import pytest

from bridge.rules.rulebook import Decision, Undecided
from tests.mappers import rules
from tests.mappers.builders import Built, a_cpq_order

ON = date(2026, 1, 1)
BOOK = rules.shipped()


@pytest.mark.parametrize(
    ("product", "item", "recognition"),
    [
        ("ENT", "SUB-ENT", "STRAIGHT_LINE_EVEN"),
        ("ULT", "SUB-ULT", "STRAIGHT_LINE_EVEN"),
        ("ONBOARDING", "ONBOARDING", "AT_ONCE"),
    ],
)
def test_each_product_has_an_item_and_a_way_of_recognition(
    product: str, item: str, recognition: str
) -> None:
    found = BOOK.lookup("items", {"product": product}, ON)
    assert isinstance(found, Decision)
    assert found.outputs == {"item": item, "recognition": recognition}


@pytest.mark.parametrize("product", ["", "ent", "ENT ", "CREDIT"])
def test_a_product_without_an_item_has_no_default(product: str) -> None:
    found = BOOK.lookup("items", {"product": product}, ON)
    assert isinstance(found, Undecided)
    assert (found.code, found.says) == ("ITEM_UNMAPPED", f"No NetSuite item for product {product}")


@pytest.mark.parametrize(
    ("charge", "frequency", "when", "schedule"),
    [
        ("RECURRING", "Annual", "Advance", "ANNUAL-ADVANCE"),
        ("RECURRING", "Annual", None, "ANNUAL-ADVANCE"),
        ("RECURRING", "Quarterly", "Advance", "QUARTERLY-ADVANCE"),
        ("RECURRING", "Monthly", None, "MONTHLY-ADVANCE"),
        ("ONE_TIME", None, None, "ON-ORDER"),
        ("ONE_TIME", "Annual", "Advance", "ON-ORDER"),
        ("RECURRING", "Annual", "Arrears", None),
        ("RECURRING", "Semiannual", "Advance", None),
        ("RECURRING", None, None, None),
        ("ONE_TIME", "Monthly", None, None),
        ("USAGE", "Monthly", "Arrears", None),
    ],
)
def test_billing_follows_what_sales_agreed(
    charge: str, frequency: str | None, when: str | None, schedule: str | None
) -> None:
    facts = {"charge": charge, "billing_frequency": frequency, "billing_type": when}
    found = BOOK.lookup("billing", facts, ON)
    if schedule is None:
        assert isinstance(found, Undecided)
        assert found.code == "BILLING_UNDECIDED"
    else:
        assert isinstance(found, Decision)
        assert found.outputs == {"schedule": schedule}


@pytest.mark.parametrize(
    ("purpose", "scope"), [(None, "TRANSLATE"), ("Evaluation", "EXCLUDE"), ("Pilot", None)]
)
def test_only_evaluations_are_left_out(purpose: str | None, scope: str | None) -> None:
    found = BOOK.scope({"deal_purpose": purpose}, ON)
    if scope is None:
        assert isinstance(found, Undecided)
    else:
        assert isinstance(found, Decision)
        assert found.outputs == {"scope": scope}


#: Every step of a ramp is paid for.
PAID = {"has_free_steps": False, "has_trial": False}


@pytest.mark.parametrize(
    ("seats", "prices", "rule"),
    [
        (True, True, "ramp_treatment#more-seats"),
        (True, False, "ramp_treatment#more-seats"),
        (False, True, "ramp_treatment#price-steps"),
    ],
)
def test_a_ramp_is_treated_by_its_steps(
    seats: bool,  # noqa: FBT001 - a column of the table
    prices: bool,  # noqa: FBT001 - a column of the table
    rule: str,
) -> None:
    facts = {"quantity_changes": seats, "price_changes": prices, "line_id": "1", **PAID}
    found = BOOK.treatment("RAMP", facts, ON)
    assert isinstance(found, Decision)
    assert (found.outputs, found.rule) == ({"treatment": "as_segments"}, rule)


def test_a_ramp_whose_steps_do_not_differ_is_for_a_person_to_look_at() -> None:
    facts = {"quantity_changes": False, "price_changes": False, "line_id": "802", **PAID}
    found = BOOK.treatment("RAMP", facts, ON)
    assert isinstance(found, Undecided)
    assert found.code == "RAMP_REVIEW"
    assert "802" in found.says


@pytest.mark.parametrize(
    ("kind", "row"),
    [("AMENDMENT", "amended"), ("RENEWAL", "renewed"), ("CANCELLATION", "cancelled")],
)
def test_every_change_of_a_contract_is_a_contract_of_its_own(kind: str, row: str) -> None:
    found = BOOK.table("modification", {"kind": kind}, ON)
    assert isinstance(found, Decision)
    assert (found.outputs, found.rule) == (
        {"modification": "separate_contract"},
        f"modification#{row}",
    )


def test_a_shape_that_is_not_decided_has_no_default() -> None:
    found = BOOK.treatment("UNHEARD_OF", {"charge": "RECURRING"}, ON)
    assert isinstance(found, Undecided)
    assert found.code == "SHAPE_UNDECIDED"


def test_credits_are_drawn_by_expiry_and_what_lapses_is_revenue_then() -> None:
    found = BOOK.treatment("CREDIT_GRANT", {"product": "CRED"}, ON)
    assert isinstance(found, Decision)
    decided = ("treatment", "drawdown", "breakage", "cancelled")
    assert [found.outputs[name] for name in decided] == [
        *("drawn_down", "EXPIRING_FIRST", "AT_EXPIRY", "LAPSES"),
    ]


def test_credits_of_another_product_and_use_of_another_charge_have_no_default() -> None:
    credit = BOOK.treatment("CREDIT_GRANT", {"product": "OTHER"}, ON)
    used = BOOK.treatment("USAGE", {"charge": "RECURRING"}, ON)
    assert isinstance(credit, Undecided)
    assert isinstance(used, Undecided)
    assert (credit.code, used.code) == ("CREDITS_UNDECIDED", "USAGE_REVIEW")


@pytest.mark.parametrize(
    ("shape", "charge", "treatment"),
    [
        ("FLAT", "RECURRING", "as_priced"),
        ("ONE_TIME", "ONE_TIME", "as_priced"),
        ("INCREASE", "RECURRING", "as_new_order"),
        ("INCREASE", "ONE_TIME", None),
        ("FLAT", "USAGE", None),
    ],
)
def test_lines_and_increases_are_treated_by_how_they_are_charged(
    shape: str, charge: str, treatment: str | None
) -> None:
    found = BOOK.treatment(shape, {"charge": charge, "line_id": "1", **PAID}, ON)
    if treatment is None:
        assert isinstance(found, Undecided)
    else:
        assert isinstance(found, Decision)
        assert found.outputs == {"treatment": treatment}


def test_rules_decide_nothing_before_they_are_in_effect() -> None:
    found = BOOK.lookup("items", {"product": "ENT"}, date(2019, 12, 31))
    assert isinstance(found, Undecided)
    assert found.code == "NOT_IN_EFFECT"


@pytest.mark.parametrize(
    ("agreed", "quoted", "terms"),
    [
        (None, None, None),
        ("Net 30", "Net 30", "NET-30"),
        ("Net 45", None, "NET-45"),
        (None, "Net 60", "NET-60"),
        ("Net 90", "Net 90", "NET-90"),
        ("Due on receipt", None, "DUE"),
    ],
)
def test_an_order_is_payable_as_sales_agreed_else_on_the_customers_own_terms(
    agreed: str | None, quoted: str | None, terms: str | None
) -> None:
    (document,) = payable(agreed, quoted).translated().documents
    assert document.fields["terms"] == terms


@pytest.mark.parametrize(
    ("agreed", "quoted", "code"),
    [
        ("Net 15", None, "TERMS_UNMAPPED"),
        (None, "Net 15", "TERMS_UNMAPPED"),
        ("Net 30", "Net 60", "TERMS_DIFFER"),
    ],
)
def test_terms_of_payment_that_are_unknown_or_contradict_are_for_a_person_to_look_at(
    agreed: str | None, quoted: str | None, code: str
) -> None:
    deal = payable(agreed, quoted)
    assert deal.codes() == {code}
    assert (agreed or quoted or "") in deal.flag(code)[0]


def payable(agreed: str | None, quoted: str | None) -> Built:
    deal = a_cpq_order().with_fields("Order", "O-1", SBQQ__PaymentTerm__c=agreed)
    return deal.with_fields("SBQQ__Quote__c", "Q-O-1", SBQQ__PaymentTerms__c=quoted)
