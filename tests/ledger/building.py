"""Deals, documents and judgements with valid defaults, so that a test shows only its own point."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bridge.ledger.judgement import (
    Basis,
    DealFacts,
    Excluded,
    Flagged,
    Prepared,
    Translated,
    Waiting,
)
from bridge.model.calendar import Term
from bridge.model.document import Document, DocumentLine, Kind, external_id
from bridge.model.flags import Flag
from bridge.model.ids import ContractId, DealId, Digest, LineId, RulebookVersion, digest
from bridge.model.money import Currency, Money
from bridge.model.schedule import Method, PlannedRevenue, Schedule

USD = Currency("USD")
DEAL = DealId("801000000000001AAA")
BASIS = Basis(dossier=Digest("d" * 64), rulebook=RulebookVersion("r" * 64))


def usd(amount: str) -> Money:
    return Money.parse(amount, USD)


def a_deal(
    booked: Money | str = "1200.00", *, deal: str = DEAL, revision: int = 1, place: int = 0
) -> DealFacts:
    money = usd(booked) if isinstance(booked, str) else booked
    return DealFacts(
        id=DealId(deal),
        name=f"Order {deal}",
        contract=ContractId(DEAL),
        kind="NEW",
        account_name="Acme",
        booked=money,
        booked_on=date(2026, 1, 15),
        model="cpq",
        digest=digest([deal, money.text(), revision]),
        place=place,
    )


def a_document(amount: Money, *, deal: str = DEAL, ordinal: int = 1, text: str = "") -> Prepared:
    name = external_id(DealId(deal), Kind.SALES_ORDER, ordinal)
    line = DocumentLine(
        source=LineId("802000000000001AAA"),
        root=LineId("802000000000001AAA"),
        key=1,
        item="SUB-ENT",
        quantity=Decimal(10),
        units=Decimal(10),
        amount=amount,
        service=Term.inclusive(date(2026, 1, 1), date(2026, 12, 31)),
        method=Method.STRAIGHT_LINE_EVEN,
        treatment="as_is",
        rule="ramp_treatment#flat",
    )
    document = Document(
        kind=Kind.SALES_ORDER,
        external_id=name,
        deal=DealId(deal),
        contract=ContractId(DEAL),
        currency=amount.currency,
        dated=date(2026, 1, 15),
        lines=(line,),
        fields={},
    )
    body = f"{name} {amount.text()} {text}".encode()
    return Prepared(document=document, body=body, digest=digest(body.decode()))


def a_translation(
    facts: DealFacts | None = None,
    documents: Sequence[Prepared] | None = None,
    schedules: tuple[Schedule, ...] = (),
) -> Translated:
    facts = facts or a_deal()
    if documents is None:
        documents = (a_document(facts.booked, deal=facts.id),)
    return Translated(deal=facts, documents=tuple(documents), schedules=schedules, basis=BASIS)


def a_schedule(amount: str = "1200.00", *, deal: str = DEAL) -> Schedule:
    name = external_id(DealId(deal), Kind.SALES_ORDER, 1)
    parts = [PlannedRevenue(f"2026-{month:02}", part) for month, part in _twelfths(usd(amount))]
    return Schedule(
        external_id=name,
        line=1,
        method=Method.STRAIGHT_LINE_EVEN,
        total=usd(amount),
        planned=tuple(parts),
    )


def _twelfths(amount: Money) -> list[tuple[int, Money]]:
    return list(enumerate(amount.split([1] * 12), start=1))


def flagged(facts: DealFacts | None = None, code: str = "ITEM_UNMAPPED") -> Flagged:
    facts = facts or a_deal()
    flag = Flag(code, "no item for ENT", ("OrderItem 802 Product2Id",), facts.booked)
    return Flagged(deal=facts, flags=(flag,), basis=BASIS)


def excluded(facts: DealFacts | None = None, rule: str = "scope#partners") -> Excluded:
    return Excluded(deal=facts or a_deal(), rule=rule, says="sold by partners", basis=BASIS)


def waiting(facts: DealFacts | None = None) -> Waiting:
    return Waiting(deal=facts or a_deal(), says="2 of 3 order lines are there")
