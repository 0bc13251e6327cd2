"""Drafts: a quote is judged as the order that Salesforce would make of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest

from bridge.mappers import dossiers
from bridge.mappers.drafts import drafting
from bridge.mappers.drafts.draft import Draft
from bridge.mappers.graph import Index
from bridge.model.document import Document
from bridge.model.ids import DealId
from bridge.model.record import Record, Scalar
from bridge.model.schedule import Schedule
from bridge.rulebooks.telling import Told
from bridge.translate import Awaited, Flagged, Translated, Translation, translate
from tests.mappers import rules
from tests.mappers.scenarios import NAMES, key, seed, with_fields

QUOTE = ("SBQQ__Quote__c", "QuoteId")
#: What names an order or a product of it, and would not be there before the order.
OF_ORDER = (
    *("SBQQ__Order__c", "SBQQ__OrderProduct__c", "SBQQ__OrderItem__c"),
    *("ReferenceEntityItemId", "OrderItemId", "OrderId"),
)
#: Of all but credits, of which an order knows more than its quote.
QUOTED = [one for one in NAMES if one[0] in "abcde"]


def before(order: Record, records: Sequence[Record]) -> tuple[Record, ...]:
    """The records as they were before an order was made of its quote."""
    gone = {order.id}
    for _ in range(2):
        gone |= {r.id for r in records if any(r.fields.get(name) in gone for name in OF_ORDER)}
    return tuple(one for one in records if one.id not in gone)


def quoted(order: Record, records: Sequence[Record]) -> Record:
    named = next(value for name in QUOTE if (value := order.fields.get(name)))
    return next(one for one in records if one.id == named)


def drafted(order: Record, records: Sequence[Record]) -> Draft:
    day = date.fromisoformat(str(order.fields["EffectiveDate"]))
    return drafting.drafted(quoted(order, records), before(order, records), rules.shipped(), day)


def judged(draft: Draft, told: Told, name: str) -> Translation:
    alone = dossiers.of_order(draft.root, draft.records, (), seed(name).frame)
    return translate(told.before(alone, rules.shipped()), rules.shipped())


def nameless(document: Document) -> tuple[object, ...]:
    lines = [(one.key, one.item, one.quantity, one.amount, one.service) for one in document.lines]
    return (document.kind, document.amount, document.fields.get("entity"), lines)


def planned(one: Schedule) -> tuple[object, ...]:
    return (one.line, one.method, one.total, [(part.period, part.amount) for part in one.planned])


def outcome(found: Translation) -> tuple[object, ...]:
    """What became of a deal, without the names of its records."""
    match found:
        case Translated(documents=documents, schedules=schedules):
            return (*map(nameless, documents), *map(planned, schedules))
        case Flagged(flags=flags):
            return tuple((one.code, one.amount) for one in flags)
        case other:
            return (type(other),)


def orders(name: str) -> Iterator[tuple[Record, Told]]:
    """Each order of a scenario, with what was told before it."""
    known, told, index = seed(name), Told(), Index(seed(name).records)
    for order in filter(dossiers.is_booking, dossiers.orders(known.records)):
        yield order, told
        alone = dossiers.of_order(order, index, (), known.frame)
        told.add(translate(told.before(alone, rules.shipped()), rules.shipped()))


@pytest.mark.parametrize("name", QUOTED)
def test_a_quote_is_judged_as_the_order_that_was_made_of_it(name: str) -> None:
    for order, told in orders(name):
        known = seed(name)
        draft = drafted(order, known.records)
        alone = dossiers.of_order(order, known.records, (), known.frame)
        real = translate(told.before(alone, rules.shipped()), rules.shipped())
        assert isinstance(real, Translated)
        assert outcome(judged(draft, told, name)) == outcome(real)
        assert bool(draft.assumed) == (name == "d-swap.cpq" and bool(told.done))


@pytest.mark.parametrize("name", ["b-upsell-mid-term.cpq", "b-upsell-mid-term.revenue-cloud"])
def test_an_order_that_is_not_activated_is_judged_as_if_it_were(name: str) -> None:
    known, prefix = seed(name), "R" if "revenue" in name else ""
    for order, told in orders(name):
        made = {r.id for r in known.records if any(r.fields.get(n) == order.id for n in OF_ORDER)}
        rest = [
            one
            for one in known.records
            if one.type in ("OrderItem", "Contract") or not made & {*map(str, one.fields.values())}
        ]
        draft_order = Record(order.type, order.id, {**order.fields, "Status": "Draft"})
        records = [draft_order if one.id == order.id else one for one in rest]
        day = date.fromisoformat(str(order.fields["EffectiveDate"]))
        draft = drafting.drafted(draft_order, records, rules.shipped(), day)
        found = judged(draft, told, name)
        assert isinstance(found, Translated), (prefix, found)
        assert found.heading.id == DealId(order.id)


def ramp(fields: dict[str, Scalar], line: str = "QL-A2") -> tuple[Draft, Translation]:
    """The ramp as a quote, with other fields on one of its lines."""
    name = "a-ramp-three-years.cpq"
    records = with_fields(seed(name).records, key("SBQQ__QuoteLine__c", line), fields)
    order = next(one for one in records if one.type == "Order")
    draft = drafted(order, records)
    return draft, judged(draft, Told(), name)


@pytest.mark.parametrize(
    "fields", [{"SBQQ__Optional__c": True}, {"SBQQ__EffectiveQuantity__c": "0"}]
)
def test_what_is_optional_or_changes_nothing_is_not_ordered(fields: dict[str, Scalar]) -> None:
    draft, found = ramp({**fields, "SBQQ__NetTotal__c": "0"}, "QL-A3")
    assert draft.root.fields["TotalAmount"] == "297000.00"  # 108,000 and 189,000
    assert found.heading.booked.text() == "297000.00"


def test_a_flag_names_the_quote_line_and_its_own_field() -> None:
    draft, found = ramp({"SBQQ__EndDate__c": "2027-11-30"})
    assert isinstance(found, Flagged)
    line = f"SBQQ__QuoteLine__c {key('SBQQ__QuoteLine__c', 'QL-A3')}"
    told = {draft.told(each) for one in found.flags for each in (one.says, *one.evidence)}
    assert line in told
    assert not any("DRAFT" in one for one in told)
    item = next(one.id for one in draft.records if one.type == "OrderItem")
    said = draft.told(f"EndDate of OrderItem {item} is blank")
    assert said.startswith("SBQQ__EndDate__c of SBQQ__QuoteLine__c ")


def test_a_quote_whose_prices_are_not_calculated_waits() -> None:
    name = "a-ramp-three-years.cpq"
    quote = key("SBQQ__Quote__c", "Q-A")
    records = with_fields(seed(name).records, quote, {"SBQQ__Uncalculated__c": True})
    order = next(one for one in records if one.type == "Order")
    found = judged(drafted(order, records), Told(), name)
    assert isinstance(found, Awaited)
    assert found.missing == ("the price calculation of the order is Not Started",)


def test_the_orgs_own_fields_go_on_to_the_order_where_the_rules_read_them() -> None:
    name = "a-ramp-three-years.cpq"
    quote = key("SBQQ__Quote__c", "Q-A")
    filled = {"Deal_Purpose__c": "Evaluation", "Unknown__c": "x"}
    records = with_fields(seed(name).records, quote, filled)
    order = next(one for one in records if one.type == "Order")
    fields = drafted(order, records).root.fields
    assert (fields.get("Deal_Purpose__c"), fields.get("Unknown__c")) == ("Evaluation", None)


def test_credits_that_a_quote_grants_are_a_warning() -> None:
    name = "f-prepaid-credits-with-overage.revenue-cloud"
    line = next(one for one in seed(name).records if one.type == "QuoteLineItem")
    grant = Record("QuotLineItmUseRsrcGrant", "1X6000000000001AAA", {"QuoteLineItemId": line.id})
    order = next(one for one in seed(name).records if one.type == "Order")
    (warning,) = drafted(order, (*seed(name).records, grant)).assumed
    assert warning.startswith("the quote grants credits")


def test_an_open_opportunity_stands_for_its_quote_or_for_itself() -> None:
    sale = Record("Opportunity", "006000000000001AAA", {"SyncedQuoteId": "0Q0000000000001AAA"})
    assert drafting.goes_on_with(sale) == ("Quote", "0Q0000000000001AAA")
    alone = Record("Opportunity", "006000000000001AAA", {"IsWon": False, "IsClosed": False})
    assert drafting.goes_on_with(alone) is None
    draft = drafting.drafted(alone, [alone], rules.shipped(), date(2026, 3, 1))
    assert draft.root.fields["CloseDate"] == "2026-03-01"
    assert dossiers.is_booking(draft.root)


def test_a_draft_holds_each_record_once() -> None:
    name = "a-ramp-three-years.cpq"
    order = next(one for one in seed(name).records if one.type == "Order")
    draft = drafted(order, seed(name).records)
    ids = [one.id for one in draft.records]
    assert len(set(ids)) == len(ids)
    assert replace(draft, assumed=()).root.id in ids
