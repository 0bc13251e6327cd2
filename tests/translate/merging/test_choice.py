"""The rule that says how a change of a contract is accounted for, and who asks it."""

from datetime import date

import pytest

from bridge.model.document import Kind
from bridge.translate import Flagged, Translated
from tests.mappers import rules
from tests.mappers.scenarios import all_of, flagged, translated
from tests.translate.merging.contracts import (
    JANUARY,
    KEEPING,
    book,
    files,
    merge_of,
    revenue,
    told,
)

MAY = date(2026, 5, 1)
B = "b-upsell-mid-term.cpq"


def test_only_a_deal_that_changes_a_contract_is_asked_for() -> None:
    first, second = (translated(one) for one in all_of(B))
    assert [step.subject for step in first.trace if "modification" in step.rule] == []
    (step,) = [step for step in second.trace if "modification" in step.rule]
    assert step.rule == "modification#amended"
    assert step.subject == f"contract {second.heading.contract}"


def test_without_the_table_a_change_is_a_contract_of_its_own() -> None:
    texts = rules.files()
    del texts["modifications.yaml"]
    found = all_of(B, rules.loaded(texts))
    kinds = [[one.kind for one in translated(each).documents] for each in found]
    assert kinds == [[Kind.SALES_ORDER], [Kind.SALES_ORDER]]


def test_a_change_that_a_person_decides_is_flagged_with_its_amount_and_its_row() -> None:
    _, second = told(B, book("review"), (JANUARY, MAY))
    (flag,) = flagged(second).flags
    assert (flag.code, flag.amount.text()) == ("MODIFICATION_REVIEW", "22479.60")
    assert flag.evidence == (second.heading.id, "modification#amended")


def test_a_change_of_which_no_row_speaks_is_flagged_beside_what_else_is_open() -> None:
    texts = rules.files()
    table = texts["modifications.yaml"]
    texts["modifications.yaml"] = table.replace("  amended: [AMENDMENT, separate_contract]\n", "")
    texts["amendments.yaml"] = texts["amendments.yaml"].replace(
        "[RECURRING, no, as", "[ONE_TIME, no, as"
    )
    _, second = all_of(B, rules.loaded(texts))
    codes = [flag.code for flag in flagged(second).flags]
    assert codes == ["AMENDMENT_REVIEW", "MODIFICATION_UNDECIDED"]


def test_the_choice_can_go_by_all_lines_of_the_deal() -> None:
    texts = files("separate_contract", KEEPING)
    texts["modifications.yaml"] = (
        texts["modifications.yaml"]
        .replace("  kind: kind\n", "  kind: kind\n  takes: ANY(lines, quantity < 0)\n")
        .replace("  amended: [AMENDMENT, ", "  more: [AMENDMENT, no, ")
        .replace(
            "  renewed: [RENEWAL, ",
            '  swapped: [AMENDMENT, yes, prospective]\n  renewed: [RENEWAL, "-", ',
        )
        .replace("  cancelled: [CANCELLATION, ", '  cancelled: [CANCELLATION, "-", ')
    )
    rulebook = rules.loaded(texts)
    _, more = told(B, rulebook, (JANUARY, MAY))
    assert [one.kind for one in translated(more).documents] == [Kind.SALES_ORDER]
    _, swapped = told("d-swap.cpq", rulebook, (JANUARY, date(2026, 8, 1)))
    assert {line.rule for line in merge_of(swapped).lines} == {"modification#swapped"}


@pytest.mark.parametrize("model", ["cpq", "revenue-cloud"])
def test_items_that_keep_their_amounts_are_merged_and_recognised_as_they_were(model: str) -> None:
    name = f"b-upsell-mid-term.{model}"
    alone = told(name, book("separate_contract", keeping=True), (JANUARY, MAY))
    merged = told(name, book("prospective", keeping=True), (JANUARY, MAY))
    assert merge_of(merged[1]).merging is not None
    assert revenue(merged) == revenue(alone)


def test_a_swap_that_counts_days_leaves_cents_of_what_has_ended_and_waits_for_a_person() -> None:
    # 120,000.00 - 20,120.55 - 30,180.83 = 69,698.62 were worth the seats until July, of which
    # 70,000.00 are recognised.
    first, second = told("d-swap.revenue-cloud", book("prospective"), (JANUARY, date(2026, 8, 1)))
    assert isinstance(first, Translated)
    assert isinstance(second, Flagged)
    (flag,) = second.flags
    assert (flag.code, flag.amount.text()) == ("MERGE_OF_ENDED_TERM", "10060.27")
    assert flag.says.startswith("-301.38 USD of line 1 of ")
    assert flag.nearest is not None
    assert flag.nearest.startswith("let the order be invoiced first")
