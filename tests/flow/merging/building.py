"""Merge requests with valid defaults, and what NetSuite shows of their sources."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bridge.adapters.netsuite.merging.arrangements import Arrangement, Element, Sight, SourceLine
from bridge.ledger.judgement import Prepared, Translated
from bridge.mappers.write import bodies
from bridge.model.document import Document, Kind, Merging, external_id
from bridge.model.ids import ContractId, DealId
from tests.ledger.building import DEAL, USD, a_deal, a_document, a_translation, usd

FIRST = external_id(DEAL, Kind.SALES_ORDER, 1)
SECOND = external_id(DealId("801000000000002AAA"), Kind.SALES_ORDER, 1)
MERGE = external_id(DealId("801000000000002AAA"), Kind.MERGE_REQUEST, 1)
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def a_merging(*, on: date = MARCH, prospective: bool = True) -> Merging:
    return Merging(sources=(FIRST, SECOND), prospective=prospective, on=on)


def a_request(merging: Merging | None = None, worth: str = "500.00") -> Prepared:
    """A merge that says what the line of the second deal would sell for alone."""
    (line,) = a_document(usd("0.00"), deal="801000000000002AAA").document.lines
    document = Document(
        kind=Kind.MERGE_REQUEST,
        external_id=MERGE,
        deal=DealId("801000000000002AAA"),
        contract=ContractId(DEAL),
        currency=USD,
        dated=date(2026, 2, 15),
        lines=(replace(line, fields={"document": SECOND, "line": 1, "fairValue": worth}),),
        fields={},
        merging=merging or a_merging(),
    )
    body, digest = bodies.sealed(document)
    return Prepared(document=document, body=body, digest=digest)


def sold() -> Translated:
    return a_translation()


def upsold(
    merging: Merging | None = None, *, revision: int = 1, worth: str = "500.00"
) -> Translated:
    """A second deal of the contract: its order, and the merge with the first one."""
    facts = a_deal("500.00", deal="801000000000002AAA", place=1, revision=revision)
    order = a_document(facts.booked, deal=facts.id)
    return a_translation(facts, [order, a_request(merging, worth)])


def an_element(number: int, source: str, arrangement: str, **changed: object) -> Element:
    plain = Element(
        id=str(number),
        source=source,
        arrangement=arrangement,
        merged_from=None,
        prospective=None,
        stale=False,
        sales=Decimal(1200 if source == FIRST else 500),
    )
    return replace(plain, **changed)  # type: ignore[arg-type]  # a test names fields of it


def apart() -> Sight:
    """Both orders have arrangements of their own, and everything is as it should be."""
    return a_sight(an_element(1, FIRST, "11"), an_element(2, SECOND, "12"))


def joined(on: date = MARCH) -> Sight:
    """They were merged prospectively into arrangement 13: the first had begun."""
    cut = an_element(1, FIRST, "11", prospective=True)
    moved = an_element(2, SECOND, "13", prospective=True, merged_from="12")
    residual = an_element(3, FIRST, "13", prospective=True, merged_from="11")
    return a_sight(cut, moved, residual, dated=on)


def a_sight(
    *elements: Element, dated: date = MARCH, posted: Sequence[date] = (), others: str = ""
) -> Sight:
    numbers = sorted({one.arrangement for one in elements})
    return Sight(
        elements=elements,
        arrangements=tuple(
            Arrangement(
                id=number,
                dated=dated,
                approved=True,
                elements=frozenset(
                    [one.id for one in elements if one.arrangement == number] + others.split()
                ),
            )
            for number in numbers
        ),
        lines=(a_line(FIRST, 1200), a_line(SECOND, 500)),
        posted=tuple(posted),
    )


def a_line(source: str, amount: int, **changed: object) -> SourceLine:
    plain = SourceLine(
        source=source,
        key=1,
        amount=Decimal(amount),
        base=Decimal(amount) * 2,
        closed=False,
        returns=False,
        sales=Decimal(amount),
    )
    return replace(plain, **changed)  # type: ignore[arg-type]  # a test names fields of it
