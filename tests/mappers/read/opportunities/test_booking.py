"""Which won opportunities are deals, and what holds one that should not be, or not any more."""

from collections.abc import Mapping

import pytest

from bridge.mappers import dossiers
from bridge.mappers.read.opportunities import booking
from bridge.model.record import FieldDescription, ObjectDescription, Record, Scalar
from bridge.rules.rulebook import Rulebook, Source
from bridge.translate import Translated, translate
from tests.mappers import rules
from tests.mappers.builders import Built
from tests.mappers.read.opportunities.won import a_won_opportunity, with_records

SOURCE = "sources/opportunity.yaml"
ORDER: Mapping[str, Scalar] = {
    "type": "Order",
    "key": "SO-1",
    "OrderNumber": "00000107",
    "OpportunityId": "@OPP-1",
    "Status": "Activated",
    "TotalAmount": "1200.00",
}


def counts(deal: Built, rulebook: Rulebook | None = None) -> bool:
    book = rulebook or rules.shipped()
    return dossiers.counts(deal.dossier, book.source(dossiers.BY_OPPORTUNITY))


def ordered(**fields: Scalar) -> Built:
    """An opportunity of which an order was made."""
    known: dict[str, Scalar] = {"type": "Opportunity", "key": "OPP-1"}
    return with_records(a_won_opportunity(), known, {**ORDER, **fields})


def answered(text: str) -> Rulebook:
    """The shipped rules with another answer to what books."""
    files = rules.files()
    start = files[SOURCE].index("  booking:")
    end = files[SOURCE].index("  # What is new business")
    changed = files[SOURCE][:start] + text + files[SOURCE][end:]
    return rules.loaded({**files, SOURCE: changed})


@pytest.mark.parametrize(
    ("fields", "won"),
    [
        ({"IsWon": True}, True),
        ({"IsWon": False}, False),
        ({}, False),
        ({"IsWon": True, "IsDeleted": True}, False),
    ],
)
def test_an_opportunity_is_a_booking_once_it_is_won(
    fields: dict[str, Scalar],
    won: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert dossiers.is_booking(Record("Opportunity", "006000000000001AAA", fields)) is won


def test_an_opportunity_of_the_declared_kind_books_by_itself() -> None:
    deal = a_won_opportunity()
    assert counts(deal)
    assert deal.translated().heading.booked.text() == "1200.00"


@pytest.mark.parametrize("kind", ["Order_Sale", "Unheard_Of"])
def test_an_opportunity_of_any_other_kind_is_left_to_its_orders(kind: str) -> None:
    assert not counts(
        a_won_opportunity().with_fields("RecordType", "RT-DIRECT", DeveloperName=kind)
    )


def test_an_opportunity_without_a_kind_is_left_to_its_orders() -> None:
    assert not counts(a_won_opportunity().with_fields("Opportunity", "OPP-1", RecordTypeId=None))


def test_a_rulebook_without_the_source_lets_no_opportunity_book() -> None:
    files = rules.files()
    del files[SOURCE]
    assert not counts(a_won_opportunity(), rules.loaded(files))


def test_an_opportunity_that_has_an_activated_order_is_left_to_it() -> None:
    assert not counts(ordered())
    assert counts(ordered(Status="Draft"))
    assert counts(ordered(IsDeleted=True))


def test_an_order_made_from_a_quote_of_the_opportunity_books_in_its_stead() -> None:
    quote: dict[str, Scalar] = {"type": "Quote", "key": "Q-1", "OpportunityId": "@OPP-1"}
    order = {**ORDER, "OpportunityId": None, "QuoteId": "@Q-1"}
    known: dict[str, Scalar] = {"type": "Opportunity", "key": "OPP-1"}
    assert not counts(with_records(a_won_opportunity(), known, quote, order))


def test_an_opportunity_of_a_kind_that_nobody_answers_for_is_held_with_its_amount() -> None:
    book = answered(
        "  booking:\n    by: RecordType.DeveloperName\n    gives: {Other_Sale: opportunity}\n"
    )
    deal = a_won_opportunity()
    assert counts(deal, book)
    result = translate(deal.dossier, book)
    assert not isinstance(result, Translated)
    (flag,) = [one for one in getattr(result, "flags", ()) if one.code == "BOOKING_UNDECIDED"]
    assert "RecordType.DeveloperName is Direct_Sale: answer 'booking'" in flag.says
    assert flag.amount.text() == "1200.00"


def test_a_booked_opportunity_that_orders_are_to_book_now_is_held() -> None:
    deal = a_won_opportunity().with_fields("RecordType", "RT-DIRECT", DeveloperName="Order_Sale")
    assert deal.flag("BOOKED_BY_ORDERS")[2] == "1200.00"


@pytest.mark.parametrize(
    ("closed", "says"), [(True, "was lost (Closed Lost)"), (False, "is open (Closed Lost)")]
)
def test_a_booked_opportunity_that_is_not_won_any_more_is_held_with_its_amount(
    closed: bool,  # noqa: FBT001 - a column of the table
    says: str,
) -> None:
    state: dict[str, Scalar] = {"IsWon": False, "IsClosed": closed, "StageName": "Closed Lost"}
    told, _, amount = (
        a_won_opportunity().with_fields("Opportunity", "OPP-1", **state).flag("OPPORTUNITY_NOT_WON")
    )
    assert says in told
    assert amount == "1200.00"


def test_a_deleted_opportunity_is_held() -> None:
    deal = a_won_opportunity().with_fields("Opportunity", "OPP-1", IsDeleted=True)
    assert "OPPORTUNITY_NOT_WON" in deal.codes()


def test_an_order_made_of_a_booked_opportunity_is_told_with_both_amounts() -> None:
    says, evidence, amount = ordered(TotalAmount="1100.00").flag("OPPORTUNITY_ORDERED")
    assert "1,200.00 USD" in says
    assert "00000107 of 1100.00" in says
    assert evidence[0].startswith("Opportunity 006")
    assert evidence[1].startswith("Order 801")
    assert amount == "1200.00"


@pytest.mark.parametrize(
    ("stated", "held"), [("1200.00", False), ("1200.01", True), (None, True), ("1200.001", True)]
)
def test_an_order_of_the_same_amount_may_be_declared_the_same_sale(
    stated: str | None,
    held: bool,  # noqa: FBT001 - a column of the table
) -> None:
    text = rules.files()[SOURCE]
    with_answer = text.replace(
        "answers:\n", "answers:\n  ordered_afterwards: {always: same_sale}\n"
    )
    book = rules.loaded({**rules.files(), SOURCE: with_answer})
    result = translate(ordered(TotalAmount=stated).dossier, book)
    assert isinstance(result, Translated) is not held


def test_an_order_names_its_opportunity_by_itself_or_by_its_quote() -> None:
    quote_id = "0Q0000000000001AAA"
    by_itself = {"OpportunityId": "006000000000001AAA", "QuoteId": quote_id}
    order = Record("Order", "801000000000001AAA", by_itself)
    quote = Record("Quote", quote_id, {"Id": quote_id, "OpportunityId": "006000000000002AAA"})
    dossier = dossiers.of_order(order, (order, quote), (), Built("O-1", ()).frame)
    assert booking.opportunities_of(dossier) == (
        "006000000000001AAA",
        "006000000000002AAA",
    )


def test_an_opportunity_with_which_cpq_goes_on_is_held() -> None:
    deal = a_won_opportunity().with_fields(
        "Opportunity", "OPP-1", SBQQ__PrimaryQuote__c="a0Q000000000001AAA"
    )
    assert "MODEL_UNCLEAR" in deal.codes()


def shown(**objects: tuple[str, ...]) -> dict[str, ObjectDescription]:
    return {
        name: ObjectDescription(
            name,
            {one: FieldDescription(name=one, type="string", custom=False) for one in fields},
        )
        for name, fields in objects.items()
    }


def unseen(descriptions: Mapping[str, ObjectDescription], answer: str) -> tuple[str, ...]:
    source: Source = answered(f"  booking: {answer}\n").source(dossiers.BY_OPPORTUNITY)
    return dossiers.unseen(descriptions, source)


def test_an_org_that_books_by_opportunities_alone_needs_no_orders() -> None:
    seen = shown(Opportunity=("IsWon",))
    assert unseen(seen, "{always: opportunity}") == ()
    assert unseen(seen, "{by: Opportunity.Type, gives: {A: opportunity}, others: order}") == (
        "Order",
        "Opportunity.Type",
    )


def test_an_org_that_hides_what_tells_a_won_opportunity_is_named_with_it() -> None:
    orders = ("Status", "StatusCode")
    hidden = unseen(shown(Order=orders, Opportunity=("Name",)), "{always: opportunity}")
    assert hidden == ("Opportunity.IsWon",)
    assert unseen(shown(Order=orders), "{always: opportunity}") == ("Opportunity",)
    assert unseen(shown(Order=orders), "{always: order}") == ()
