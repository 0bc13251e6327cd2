"""What keeps arrangements from being merged, as far as the books tell."""

from dataclasses import replace
from datetime import date

import pytest

from bridge.mappers.judge import Modified
from bridge.mappers.shape.arrangements.blockers import of_documents
from bridge.model.document import Kind
from bridge.model.dossier import EarlierDocument
from bridge.model.flags import Flag
from bridge.model.ids import DealId, ExternalId
from bridge.model.schedule import Method
from tests.mappers.shape.amending import Contract, a_step, sold, taken
from tests.mappers.shape.arrangements.merged import (
    CATCH_UP,
    FROM_JULY,
    KEEPS,
    PROSPECTIVE,
    Alone,
    a_year,
    closed_before,
    more,
    request,
    worth,
)
from tests.mappers.shape.arrangements.test_packages import a_deal


def only(flags: tuple[Flag, ...]) -> tuple[str, str]:
    (flag,) = flags
    return flag.code, flag.amount.text()


def test_without_periods_nobody_knows_from_which_day_to_merge() -> None:
    contract = replace(a_year(), periods=())
    (flag,) = contract.flags(more())
    assert flag.code == "MERGE_WITHOUT_PERIOD"
    assert flag.says.startswith("no accounting period is known")


def test_an_item_of_which_the_rules_say_nothing_holds_a_merge() -> None:
    contract = a_year(alone={"ENT": KEEPS})
    (flag,) = contract.flags(more(product="ULT"))
    assert (flag.code, flag.evidence) == ("ALLOCATION_UNDECIDED", ("order product L1",))
    assert flag.nearest is not None
    assert "SUB-ULT is allocated: EXCLUDE, or NORMAL" in flag.nearest


def test_orders_from_before_the_rules_spoke_of_allocation_hold_a_merge_too() -> None:
    contract = replace(a_year(alone={}), alone={"ENT": KEEPS})
    (flag,) = contract.flags(more())
    assert (flag.code, flag.evidence) == ("ALLOCATION_UNDECIDED", ("order product L0",))


def test_a_return_from_before_the_rules_spoke_is_not_cleared_by_the_table_of_items() -> None:
    returned = EarlierDocument(
        deal=DealId("deal1"),
        kind=Kind.RETURN_AUTHORIZATION,
        external_id=ExternalId("bridge-deal1-ra-1"),
        dated=date(2026, 3, 1),
        target=ExternalId("bridge-deal1-so-1"),
        lines=a_year(alone={}).earlier[0].lines,
        schedules=(),
        acknowledged=1,
    )
    (flag,) = of_documents(a_deal(), (returned,))
    assert flag.code == "ALLOCATION_UNDECIDED"
    assert flag.nearest == (
        "account for each by itself by a rule, and merge by hand: bridge-deal1-ra-1 was sent "
        "without a fair value"
    )


def test_what_is_allocated_and_has_no_fair_value_holds_the_deal_itself() -> None:
    contract = Contract(alone={"ENT": worth(None)})
    (flag,) = contract.flags(sold(a_step("L0", "10", "12000.00")))
    assert (flag.code, flag.amount.text()) == ("FAIR_VALUE_MISSING", "12000.00")
    assert flag.nearest == (
        "give SUB-ENT a fair value in the table of items, or exclude it from allocation"
    )


def test_fair_values_that_cancel_out_are_no_basis_to_share_by() -> None:
    contract = a_year(alone={"ENT": worth("1200")})
    contract.invoices()
    # 6,000.00 of which nothing is recognised yet are given back whole, with all that they are worth
    found = contract.flags(taken("L0", a_step("L1", "-10", "-6000.00", FROM_JULY)))
    assert only(found) == ("FAIR_VALUE_MISSING", "6000.00")
    assert "the fair values add up to zero" in found[0].says


def test_what_is_drawn_or_rated_by_use_is_not_merged() -> None:
    contract = a_year(method=Method.ON_USE)
    (flag,) = contract.flags(more())
    assert flag.code == "MERGE_WITH_USE"
    assert flag.evidence == ("bridge-deal1-so-1 line 1", "bridge-deal2-so-1 line 1")


def a_ramp(treatment: str, modified: Modified = PROSPECTIVE) -> Contract:
    """Ten seats for 2026, and for 2027 more dearly; what comes after it is merged."""
    contract = Contract(ramps=treatment, alone={"ENT": KEEPS}, periods=closed_before(1))
    next_year = ("2027-01-01", "2027-12-31")
    contract.books(sold(a_step("L0", "10", "12000.00"), a_step("S2", "10", "15000.00", next_year)))
    return replace(contract, modified=modified)


@pytest.mark.parametrize("modified", [PROSPECTIVE, CATCH_UP], ids=lambda one: one.how)
def test_steps_that_the_rules_made_contracts_of_their_own_are_not_merged(
    modified: Modified,
) -> None:
    (flag,) = a_ramp("separate_contracts", modified).flags(more())
    assert (flag.code, flag.amount.text()) == ("MERGE_OF_SEPARATE_CONTRACTS", "3000.00")
    assert flag.evidence == ("bridge-deal1-so-1 line 1", "bridge-deal1-so-2 line 1")
    assert flag.says.startswith("the rules made bridge-deal1-so-1, bridge-deal1-so-2 contracts of")


def test_steps_that_are_one_contract_are_merged_with_what_is_added() -> None:
    merge = request(a_ramp("as_segments").books(more()))
    assert merge.merging is not None
    assert merge.merging.sources == ("bridge-deal1-so-1", "bridge-deal2-so-1")


@pytest.mark.parametrize("modified", [PROSPECTIVE, CATCH_UP], ids=lambda one: one.how)
def test_a_period_that_is_closed_before_an_earlier_one_holds_a_merge(modified: Modified) -> None:
    contract = a_year(modified)
    contract.periods = tuple(
        replace(one, closed=one.closed or one.name == "2026-10") for one in contract.periods
    )
    (flag,) = contract.flags(more())
    assert (flag.code, flag.amount.text()) == ("MERGE_BEHIND_POSTINGS", "3000.00")
    assert "revenue of 2026-10 is posted already" in flag.says


def test_what_was_left_when_a_term_ended_has_no_days_to_begin_anew_over() -> None:
    # The seats that go hold 3,000.00 for the rest of the year and are credited with 3,005.00, so
    # that the days until June have 5.00 less than what was recognised of them.
    contract = a_year()
    give = taken("L0", a_step("L1", "-5", "-3005.00", FROM_JULY))
    (flag,) = contract.flags(give, more("L2", product="ULT"))
    assert flag.code == "MERGE_OF_ENDED_TERM"
    assert flag.says.startswith("-10.00 USD of line 1 of bridge-deal1-so-1")


def test_with_catch_up_it_is_taken_back_in_the_first_open_month() -> None:
    contract = a_year(CATCH_UP)
    give = taken("L0", a_step("L1", "-5", "-3005.00", FROM_JULY))
    made = contract.books(give, more("L2", product="ULT"))
    assert [one.kind for one in made.documents][-1] == "merge_request"


def allocations(alone: Alone, *lines: tuple[str, str, str]) -> list[str | None]:
    """What a new order of lines, each a product, units and an amount, allocates to them."""
    steps = [
        sold(a_step(f"L{place}", units, amount), product=product)
        for place, (product, units, amount) in enumerate(lines)
    ]
    (order,) = Contract(alone=alone).books(*steps).documents
    return [line.allocated.text() if line.allocated else None for line in order.lines]


def test_a_new_order_of_several_lines_is_shared_by_fair_value_before_any_merge() -> None:
    alone = {"ENT": worth("1200"), "ULT": worth("600")}
    # 15,000.00 by 10 x 1,200 and 10 x 600
    found = allocations(alone, ("ENT", "10", "12000.00"), ("ULT", "10", "3000.00"))
    assert found == ["10000.00", "5000.00"]


def test_lines_that_are_sold_alike_beside_their_fair_values_keep_their_amounts() -> None:
    alone = {"ENT": worth("2400"), "ULT": worth("600")}
    assert allocations(alone, ("ENT", "10", "12000.00"), ("ULT", "10", "3000.00")) == [None, None]


def test_what_is_excluded_keeps_its_amount_and_the_others_share_theirs() -> None:
    alone = {"ENT": worth("1200"), "ULT": worth("600"), "SET": KEEPS}
    lines = ("ENT", "10", "12000.00"), ("SET", "1", "500.00"), ("ULT", "10", "3000.00")
    assert allocations(alone, *lines) == ["10000.00", None, "5000.00"]
