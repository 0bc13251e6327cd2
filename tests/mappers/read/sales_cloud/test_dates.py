"""When a plain order product is served: as it says, else as the source answers, never a guess."""

from datetime import date

import pytest

from bridge.mappers.read.seeds import seed_id
from bridge.model.calendar import Term
from bridge.model.deal import Charge
from bridge.model.record import Scalar
from bridge.rules.rulebook import Rulebook
from bridge.translate import Translated
from tests.mappers import rules
from tests.mappers.builders import Built, Sold
from tests.mappers.plain import SETUP, a_plain_order, with_records

ITEM = ("OrderItem", "OI-O-1-1")
UNDATED = Sold(first=None, last=None)
YEAR = Term.inclusive(date(2026, 1, 1), date(2026, 12, 31))
SIGNED: dict[str, Scalar] = {
    "Status": "Activated",
    "StartDate": "2026-01-01",
    "EndDate": "2026-12-31",
    "ContractTerm": 12,
}


def under_contract(deal: Built, **fields: Scalar) -> Built:
    customer = {"AccountId": seed_id("Account", "ACME")}
    contract = {"type": "Contract", "key": "C", **customer, **SIGNED, **fields}
    deal = with_records(deal, contract)
    return deal.with_fields("Order", "O-1", ContractId=seed_id("Contract", "C"))


def served(deal: Built, rulebook: Rulebook | None = None) -> tuple[Charge, Term | None]:
    result = deal.result(rulebook)
    assert isinstance(result, Translated), result
    (line,) = result.heading.lines
    return line.charge, line.term


def test_a_first_and_a_last_day_make_a_service_over_these_days() -> None:
    assert served(a_plain_order()) == (Charge.RECURRING, YEAR)


def test_a_single_day_is_a_delivery() -> None:
    day = Sold(product="ONBOARDING", first="2026-02-03", last="2026-02-03")
    term = Term.inclusive(date(2026, 2, 3), date(2026, 2, 3))
    assert served(a_plain_order(day)) == (Charge.ONE_TIME, term)


@pytest.mark.parametrize(
    ("first", "term"),
    [
        (None, None),
        ("2026-01-01", None),
        ("2026-02-03", Term.inclusive(date(2026, 2, 3), date(2026, 2, 3))),
    ],
)
def test_what_is_delivered_is_delivered_on_its_first_day_or_with_the_order(
    first: str | None, term: Term | None
) -> None:
    deal = a_plain_order(Sold(product="ONBOARDING", first=first, last=None))
    assert served(deal) == (Charge.ONE_TIME, term)


def test_a_delivery_that_only_ends_is_a_flag() -> None:
    deal = a_plain_order(Sold(product="ONBOARDING", first=None, last="2026-03-31"))
    assert deal.codes() == {"START_MISSING"}


@pytest.mark.parametrize(
    ("first", "last", "term"),
    [
        (None, None, YEAR),
        ("2026-07-01", None, Term.inclusive(date(2026, 7, 1), date(2026, 12, 31))),
        (None, "2026-06-30", Term.inclusive(date(2026, 1, 1), date(2026, 6, 30))),
    ],
)
def test_a_line_takes_from_its_contract_the_day_that_it_does_not_state(
    first: str | None, last: str | None, term: Term
) -> None:
    deal = under_contract(a_plain_order(Sold(first=first, last=last)))
    assert served(deal) == (Charge.RECURRING, term)


def test_a_line_may_take_its_term_from_its_order() -> None:
    book = rules.changed("sources/sales_cloud.yaml", "contract_term, Serv", "order_term, Serv")
    deal = a_plain_order(UNDATED).with_fields("Order", "O-1", EndDate="2026-12-31")
    assert served(deal, book) == (Charge.RECURRING, YEAR)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"EndDate": None}, "TERM_MISSING"),
        ({"StartDate": None}, "TERM_MISSING"),
        ({"EndDate": "2025-12-31"}, "TERM_MISSING"),
        ({"Status": "Draft"}, "CONTRACT_NOT_ACTIVE"),
        ({"Status": "Activated", "StatusCode": "Terminated"}, "CONTRACT_NOT_ACTIVE"),
        ({"ContractTerm": 24}, "CONTRACT_TERM_DIFFERS"),
        ({"EndDate": "2026-11-30"}, "CONTRACT_TERM_DIFFERS"),
        ({"EndDate": "2026-12-30"}, "CONTRACT_TERM_DIFFERS"),
    ],
)
def test_a_contract_that_gives_no_sure_term_is_a_flag(fields: dict[str, Scalar], code: str) -> None:
    assert code in under_contract(a_plain_order(UNDATED), **fields).codes()


@pytest.mark.parametrize(
    "fields",
    [
        {"StatusCode": "Expired", "Status": "Contract Expired"},
        {"ContractTerm": None},
        # From the 31st on, months have no such day: the months of a contract are not checked.
        {"StartDate": "2025-12-31", "ContractTerm": 13},
    ],
)
def test_a_contract_that_was_agreed_gives_its_days(fields: dict[str, Scalar]) -> None:
    assert under_contract(a_plain_order(UNDATED), **fields).translated()


def test_a_contract_of_another_customer_is_a_flag() -> None:
    deal = under_contract(a_plain_order(), AccountId=seed_id("Account", "OTHER"))
    assert deal.codes() == {"CUSTOMER_DIFFERS"}


def test_a_contract_that_no_line_takes_its_term_from_is_no_matter() -> None:
    assert under_contract(a_plain_order(), Status="Draft", ContractTerm=7).translated()


def test_a_line_whose_order_is_under_no_contract_is_a_flag() -> None:
    says, _, amount = a_plain_order(UNDATED).flag("TERM_MISSING")
    assert says.endswith("from a contract, and its order is under none")
    assert amount == "1200.00"


@pytest.mark.parametrize("family", [None, "Hardware"])
def test_a_line_without_days_that_has_no_answer_is_a_flag(family: str | None) -> None:
    deal = a_plain_order(UNDATED).with_fields("Product2", "P-ENT", Family=family)
    says, evidence, amount = deal.flag("DATES_UNDECIDED")
    shown = family or "blank"
    assert f"Product2.Family is {shown}: answer 'undated_lines' in sources/sales_cloud" in says
    assert evidence[-1].endswith(f"Family = {shown}" if family else "Family is blank")
    assert amount == "1200.00"


def test_a_line_without_days_is_a_flag_where_nothing_is_answered() -> None:
    text = rules.files()["sources/sales_cloud.yaml"]
    start, end = text.index("answers:"), text.index("objects:")
    book = rules.changed("sources/sales_cloud.yaml", text[start:end], "")
    result = a_plain_order(SETUP).result(book)
    assert not isinstance(result, Translated)
    dated = a_plain_order().result(book)
    assert not isinstance(dated, Translated), "nobody said how it is billed"


def test_an_end_before_the_start_is_a_flag() -> None:
    deal = a_plain_order().with_fields(*ITEM, EndDate="2025-12-31")
    assert "END_BEFORE_START" in deal.codes()
