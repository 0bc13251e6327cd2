"""What the books say between the two systems, of the documents as the store has them."""

from datetime import date

from bridge.adapters.store.reconciling.books import BookedDocument
from bridge.flow.reconciling.between.ruling import books
from bridge.model.document import Kind, State
from bridge.model.ids import ContractId, DealId, ExternalId

ORDER, RETURN = ExternalId("bridge-O1-so-1"), ExternalId("bridge-O2-ra-1")


def a_document(name: ExternalId, kind: Kind, **changes: str | None) -> BookedDocument:
    target = changes.get("target")
    return BookedDocument(
        external_id=name,
        deal=DealId(name),
        contract=ContractId("O1"),
        kind=kind,
        state=State.ACKNOWLEDGED,
        record=name,
        target=ExternalId(target) if target else None,
        internal_id="7",
        error_code=None,
        dated=date(2026, 3, 1),
        subsidiary=changes.get("subsidiary"),
        lines=(),
        predicted={},
    )


def test_a_return_is_in_the_subsidiary_of_its_order_and_told_in_the_currency_of_its_books() -> None:
    order = a_document(ORDER, Kind.SALES_ORDER, subsidiary="US-INC")
    given_back = a_document(RETURN, Kind.RETURN_AUTHORIZATION, target=ORDER)
    assert books((given_back, order), {}).subsidiaries == {ORDER: "US-INC", RETURN: "US-INC"}
