"""What a loaded rulebook answers."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest

from bridge.rules.rulebook import Decision, Mapped, Rest, Rulebook, Undecided, load
from bridge.rules.vocabulary import Vocabulary

ON = date(2026, 1, 1)


def a_deal(**changes: object) -> dict[str, object]:
    return {
        "number": "D-1",
        "kind": "NEW",
        "amount": Decimal("100.00"),
        "po_number": None,
        "signed": date(2026, 1, 1),
        "region": "EMEA",
        "lines": (),
        **changes,
    }


def a_line(**changes: object) -> dict[str, object]:
    return {
        "product": "ENT",
        "billing_frequency": "Annual",
        "quantity": Decimal(5),
        "price_step": Decimal(12),
        "amount": Decimal("100.00"),
        "start": date(2026, 1, 1),
        "change": None,
        "deal": a_deal(),
        "ship_mode": None,
        "seats_promised": None,
        **changes,
    }


def open_question(answer: Decision | Mapped | Undecided) -> tuple[str, str, str]:
    assert isinstance(answer, Undecided)
    return answer.code, answer.says, answer.rule


def outputs(answer: Decision | Undecided) -> Mapping[str, object]:
    assert isinstance(answer, Decision)
    return answer.outputs


def test_a_table_decides_by_its_row_and_names_it(rulebook: Rulebook) -> None:
    answer = rulebook.treatment("RAMP", a_line(), ON)
    assert answer == Decision(
        {"treatment": "as_segments", "note": "priced steps, billed as served"},
        "ramp_treatment#yearly-steps",
    )


def test_the_trace_says_of_each_other_row_which_cell_did_not_hold(rulebook: Rulebook) -> None:
    assert rulebook.treatment("RAMP", a_line(), ON).trace == (
        "row level-price: step is 12.00, the row needs -5 .. 5",
        "row yearly-steps decided",
        "row monthly-steps: billing is Annual, the row needs Monthly",
    )


def test_what_no_row_decides_becomes_the_exception_with_its_sentence(rulebook: Rulebook) -> None:
    answer = rulebook.treatment("RAMP", a_line(price_step=Decimal(-50)), ON)
    assert open_question(answer) == (
        "RAMP_REVIEW",
        "Ramp of ENT needs a decision",
        "ramp_treatment#otherwise",
    )
    assert answer.trace[0] == "row level-price: step is -50.00, the row needs -5 .. 5"


def test_a_case_that_the_table_takes_for_impossible_is_open(rulebook: Rulebook) -> None:
    answer = rulebook.treatment("RAMP", a_line(billing_frequency="One Time"), ON)
    assert open_question(answer) == (
        "ASSUMPTION_BROKEN",
        "the table ramp_treatment assumes that this never comes: billing is One Time",
        "ramp_treatment#assume-1",
    )


@pytest.mark.parametrize(
    "changes", [{"price_step": Decimal("100.01")}, {"billing_frequency": "Weekly"}]
)
def test_a_value_that_its_column_cannot_have_is_open(
    rulebook: Rulebook, changes: dict[str, object]
) -> None:
    code, says, _ = open_question(rulebook.treatment("RAMP", a_line(**changes), ON))
    assert code == "ASSUMPTION_BROKEN"
    assert says.endswith("which the table ramp_treatment takes for impossible")


@pytest.mark.parametrize("on", [date(2020, 1, 1), date(2027, 12, 31)])
def test_a_rule_decides_on_the_first_and_the_last_day_of_its_effect(
    rulebook: Rulebook, on: date
) -> None:
    assert isinstance(rulebook.treatment("RAMP", a_line(), on), Decision)


@pytest.mark.parametrize("on", [date(2019, 12, 31), date(2028, 1, 1)])
def test_a_rule_is_silent_on_other_days(rulebook: Rulebook, on: date) -> None:
    assert open_question(rulebook.treatment("RAMP", a_line(), on)) == (
        "NOT_IN_EFFECT",
        f"the rule ramp_treatment is in effect 2020-01-01 .. 2027-12-31, not on {on}",
        "ramp_treatment",
    )


def test_lookups_and_mappings_are_silent_on_other_days_too(rulebook: Rulebook) -> None:
    long_ago = date(2019, 12, 31)
    for answer in (
        rulebook.lookup("items", a_line(), long_ago),
        rulebook.map("sales_order", a_deal(), long_ago),
    ):
        assert open_question(answer)[0] == "NOT_IN_EFFECT"
        assert answer.trace == ()


def test_a_shape_is_decided_by_the_table_of_the_day(
    files: dict[str, str], vocabulary: Vocabulary
) -> None:
    later = files["ramps.yaml"].replace("ramp_treatment", "later_ramps")
    later = later.replace("2020-01-01 .. 2027-12-31", "2029-01-01 ..")
    rulebook = load({**files, "later.yaml": later}, vocabulary)
    answers = [
        rulebook.treatment("RAMP", a_line(), date(year, 1, 1)) for year in (2026, 2028, 2029)
    ]
    assert [answer.rule for answer in answers] == [
        "ramp_treatment#yearly-steps",
        "ramp_treatment",
        "later_ramps#yearly-steps",
    ]
    assert open_question(answers[1])[0] == "NOT_IN_EFFECT"


def test_a_use_of_the_deals_rule_needs_a_deal_among_the_facts(rulebook: Rulebook) -> None:
    with pytest.raises(TypeError, match="the fact deal is no record"):
        rulebook.map("sales_order_line", a_line(deal="D-1"), ON)


def test_a_long_text_is_shortened_in_a_trace(rulebook: Rulebook) -> None:
    answer = rulebook.lookup("items", a_line(product="x" * 500), ON)
    assert answer.trace == (f"no row where product is {'x' * 80}... and billing is Annual",)


def test_a_shape_that_no_table_decides_is_open(rulebook: Rulebook) -> None:
    answer = rulebook.treatment("FLAT", a_line(), ON)
    assert open_question(answer)[0] == "SHAPE_UNDECIDED"


def test_a_rule_that_the_rulebook_does_not_have_is_open(rulebook: Rulebook) -> None:
    for answer in (
        rulebook.table("discounts", a_deal(), ON),
        rulebook.lookup("discounts", a_deal(), ON),
        rulebook.map("invoice", a_deal(), ON),
    ):
        assert open_question(answer)[0] == "RULE_MISSING"


def test_the_scope_is_a_table(rulebook: Rulebook) -> None:
    assert outputs(rulebook.scope(a_deal(kind="TRIAL"), ON))["scope"] == "EXCLUDE"
    assert outputs(rulebook.scope(a_deal(), ON)) == {"scope": "TRANSLATE", "free": False}


def test_a_lookup_gives_the_row_of_its_exact_key(rulebook: Rulebook) -> None:
    answer = rulebook.lookup("items", a_line(product="SETUP", billing_frequency="One Time"), ON)
    assert answer == Decision(
        {"item": "0100", "recognition": "POINT_IN_TIME", "discount_item": None},
        "items#SETUP/One Time",
    )
    assert answer.trace == ("row SETUP/One Time: product is SETUP and billing is One Time",)


def test_a_key_that_no_row_has_is_open(rulebook: Rulebook) -> None:
    answer = rulebook.lookup("items", a_line(product="ent"), ON)
    assert open_question(answer) == (
        "ITEM_UNMAPPED",
        "No NetSuite item for product ent",
        "items#otherwise",
    )
    assert answer.trace == ("no row where product is ent and billing is Annual",)


def test_a_mapping_sets_fields_from_facts_lookups_and_tables(rulebook: Rulebook) -> None:
    answer = rulebook.map("sales_order_line", a_line(), ON)
    assert isinstance(answer, Mapped)
    assert answer.fields == {"item": "SUB-ENT", "department": "NONE", "class": "2/STRAIGHT_LINE"}
    assert answer.rules == ("items#ENT/Annual", "subsidiary#europe")
    assert answer.trace == (
        "item: row ENT/Annual: product is ENT and billing is Annual",
        "entity: row americas: region is EMEA, the row needs AMER",
        "entity: row europe decided",
    )


def test_a_blank_result_stays_blank_where_the_field_may_be(rulebook: Rulebook) -> None:
    answer = rulebook.map("sales_order", a_deal(), ON)
    assert isinstance(answer, Mapped)
    assert answer.fields == {"subsidiary": "2", "orderStatus": "A", "memo": None}


def test_a_mapping_is_open_with_everything_that_its_rules_leave_open(rulebook: Rulebook) -> None:
    line = a_line(product="X", deal=a_deal(region=None))
    answer = rulebook.map("sales_order_line", line, ON)
    assert open_question(answer)[0] == "ITEM_UNMAPPED"
    assert isinstance(answer, Undecided)
    assert [(other.code, other.rule) for other in answer.also] == [
        ("SUBSIDIARY_UNKNOWN", "subsidiary#otherwise")
    ]


def test_a_mapping_is_open_with_every_check_that_fails(rulebook: Rulebook) -> None:
    line = a_line(quantity=Decimal(0), amount=Decimal("0.00"))
    answer = rulebook.map("sales_order_line", line, ON)
    assert open_question(answer) == (
        "NO_QUANTITY",
        "Line of ENT has no quantity",
        "sales_order_line#check-1",
    )
    assert isinstance(answer, Undecided)
    assert [other.code for other in answer.also] == ["ZERO_LINE"]


def test_facts_beyond_their_declared_digits_leave_the_rule_open(rulebook: Rulebook) -> None:
    line = a_line(price_step=Decimal("1E+60"))
    assert open_question(rulebook.treatment("RAMP", line, ON))[0] == "NOT_COMPUTABLE"


def test_the_sources_say_which_fields_are_facts_and_which_are_left_aside(
    rulebook: Rulebook,
) -> None:
    objects = rulebook.source("cpq").objects
    ship_mode = objects["OrderItem"].facts["ship_mode"]
    assert (ship_mode.field, str(ship_mode.type), ship_mode.becomes) == (
        "Ship_Mode__c",
        "text?",
        "Line",
    )
    assert objects["OrderItem"].irrelevant == {"SBQQ__TaxAmount__c": "tax is computed in NetSuite"}
    assert objects["Account"].rest is Rest.CUSTOM_WATCHED


def test_the_version_is_the_content_whatever_the_order_of_the_files(
    files: dict[str, str], vocabulary: Vocabulary, rulebook: Rulebook
) -> None:
    backwards = dict(reversed(files.items()))
    assert load(backwards, vocabulary).version == rulebook.version
    touched = {**files, "scope.yaml": files["scope.yaml"] + "# a remark\n"}
    assert load(touched, vocabulary).version != rulebook.version


def test_threads_share_a_rulebook(rulebook: Rulebook) -> None:
    steps = [Decimal(number) for number in range(-20, 20)] * 25
    lines = [a_line(price_step=step) for step in steps]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda line: rulebook.treatment("RAMP", line, ON), lines))
    assert together == [rulebook.treatment("RAMP", line, ON) for line in lines]


def test_a_decision_cannot_be_changed_by_who_asked(rulebook: Rulebook) -> None:
    found = outputs(rulebook.lookup("items", a_line(), ON))
    with pytest.raises(TypeError):
        found["item"] = "other"  # type: ignore[index]  # the point of the test
