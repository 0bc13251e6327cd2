"""Whether two dossiers show one deal: by what both can show, as one source reads them."""

import pytest

from bridge.mappers import alike
from bridge.mappers.read import seeds
from bridge.model.record import Record
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order

_ORDER = a_cpq_order()


def is_same(then: Built, now: Built) -> bool | None:
    return alike.is_same(then.dossier, now.dossier, rules.shipped().source("cpq"))


def without(deal: Built, field: str) -> Built:
    """The deal in an org that has no such field on its orders."""
    named = seeds.seed_id("Order", "O-1")
    records = tuple(
        Record(one.type, one.id, {name: one.fields[name] for name in one.fields if name != field})
        if one.id == named
        else one
        for one in deal.records
    )
    return Built(deal.order, records, deal.frame)


@pytest.mark.parametrize(("then", "now"), [("R-17", "R-18"), (None, "R-18"), ("R-17", None)])
def test_a_declared_fact_is_part_of_the_deal_where_both_show_its_field(
    then: str | None, now: str | None
) -> None:
    before, after = (_ORDER.with_fields("Order", "O-1", PoNumber=one) for one in (then, now))
    assert is_same(before, after) is False
    assert is_same(before, before) is True


def test_a_field_that_the_org_got_or_lost_in_between_tells_no_change() -> None:
    filled = _ORDER.with_fields("Order", "O-1", PoNumber="R-17")
    lacking = without(filled, "PoNumber")
    assert is_same(lacking, filled) is True
    assert is_same(filled, lacking) is True


def test_a_change_beside_a_field_that_the_org_got_is_told() -> None:
    more = a_cpq_order(Sold(quantity="11")).with_fields("Order", "O-1", PoNumber="R-17")
    assert is_same(without(_ORDER, "PoNumber"), more) is False


def test_what_nobody_reads_is_no_part_of_a_deal() -> None:
    """Newer rules name a field no more that was a fact when the deal was posted."""
    filled = _ORDER.with_fields("Order", "O-1", Tier__c="Gold")
    assert is_same(filled, _ORDER) is True


def test_of_a_deal_that_a_source_cannot_read_nothing_is_said() -> None:
    """The number of contracts of its package is declared as one, and is none."""
    alone = _ORDER.with_fields("Order", "O-1", Package__c=None, Package_Contracts__c=None)
    unread = _ORDER.with_fields("Order", "O-1", Package__c="P-7", Package_Contracts__c="many")
    assert is_same(alone, alone) is True
    assert is_same(alone, unread) is None
    assert is_same(unread, alone) is None
