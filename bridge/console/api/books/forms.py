"""The bodies of the books."""

from datetime import date, datetime
from typing import Any, Self

from bridge.adapters.store.browsing.schedules import PredictedLine
from bridge.adapters.store.deals import KnownDeal, KnownDocument, WholeDeal
from bridge.console.api.forms import DocumentLine, FlagForm, Form, MoneyForm
from bridge.ledger.entries import Entry
from bridge.ledger.judgement import DealState, OpenCase
from bridge.model.document import Kind, State
from bridge.model.money import Money


class DealForm(Form):
    """A deal as it was judged last."""

    id: str
    name: str
    contract: str
    kind: str
    customer: str
    booked: MoneyForm
    booked_on: date | None
    state: DealState
    says: str
    rulebook: str | None
    first_seen_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, one: KnownDeal) -> Self:
        """Return a deal."""
        return cls(
            id=one.id,
            name=one.name,
            contract=one.contract,
            kind=one.kind,
            customer=one.account_name,
            booked=MoneyForm.of(one.booked),
            booked_on=one.booked_on,
            state=one.state,
            says=one.says,
            rulebook=one.rulebook,
            first_seen_at=one.first_seen_at,
            updated_at=one.updated_at,
        )


class PlanForm(Form):
    """The predicted schedule of a document line."""

    line: int
    method: str
    total: MoneyForm
    periods: dict[str, MoneyForm]

    @classmethod
    def of(cls, one: dict[str, Any], whole: Money) -> Self:
        """Return a schedule as the books hold it with its document, in that one's currency."""

        def money(text: str) -> MoneyForm:
            return MoneyForm.of(Money.parse(text, whole.currency))

        return cls(
            line=one["line"],
            method=one["method"],
            total=money(one["total"]),
            periods={period: money(text) for period, text in one["periods"].items()},
        )


class LineForm(DocumentLine):
    """A line of a document."""

    @classmethod
    def of(cls, held: dict[str, Any], whole: Money) -> Self:
        """Return a line as the books hold it, in the currency of its document."""
        first, last = held["service"] or (None, None)
        return cls(
            source=held["source"],
            line=held["key"],
            item=held["item"],
            quantity=str(held["quantity"]),
            amount=MoneyForm.of(Money.parse(held["amount"], whole.currency)),
            treatment=held["treatment"],
            rule=held["rule"],
            first_day=first,
            last_day=last,
        )


class DocumentForm(Form):
    """A document with its lines and predicted schedules."""

    external_id: str
    kind: Kind
    state: State
    dated: date
    amount: MoneyForm
    netsuite_id: str | None
    attempts: int
    error_code: str | None
    error: str | None
    lines: tuple[LineForm, ...]
    schedules: tuple[PlanForm, ...]

    @classmethod
    def of(cls, one: KnownDocument) -> Self:
        """Return a document."""
        return cls(
            external_id=one.external_id,
            kind=one.kind,
            state=one.state,
            dated=one.dated,
            amount=MoneyForm.of(one.amount),
            netsuite_id=one.internal_id,
            attempts=one.attempt,
            error_code=one.error_code,
            error=one.error_says,
            lines=tuple(LineForm.of(line, one.amount) for line in one.lines),
            schedules=tuple(PlanForm.of(plan, one.amount) for plan in one.schedules),
        )


class OpenForm(Form):
    """What is open on a deal."""

    code: str
    amount: MoneyForm
    document: str | None
    flags: tuple[FlagForm, ...]

    @classmethod
    def of(cls, one: OpenCase) -> Self:
        """Return what is open."""
        return cls(
            code=one.code,
            amount=MoneyForm.of(one.amount),
            document=one.document,
            flags=tuple(FlagForm.of(flag) for flag in one.flags),
        )


class WholeDealForm(Form):
    """A deal with everything that the books hold of it, but for its entries."""

    deal: DealForm
    documents: tuple[DocumentForm, ...]
    open: tuple[OpenForm, ...]

    @classmethod
    def of(cls, one: WholeDeal) -> Self:
        """Return a deal."""
        return cls(
            deal=DealForm.of(one.deal),
            documents=tuple(DocumentForm.of(each) for each in one.documents),
            open=tuple(OpenForm.of(each) for each in one.cases),
        )


class LegForm(Form):
    """One leg of an entry; debits are positive."""

    account: str
    amount: MoneyForm
    period: str | None


class EntryForm(Form):
    """An entry of the ledger; `hash` seals it and all before it."""

    seq: int
    at: datetime
    kind: str
    actor: str
    deal: str
    refs: dict[str, str]
    payload: dict[str, Any]
    postings: tuple[LegForm, ...]
    previous: str
    hash: str

    @classmethod
    def of(cls, one: Entry) -> Self:
        """Return an entry."""
        legs = (
            LegForm(account=leg.account, amount=MoneyForm.of(leg.money), period=leg.period)
            for leg in one.postings
        )
        return cls(
            seq=one.seq,
            at=one.at,
            kind=one.kind,
            actor=one.actor,
            deal=one.deal,
            refs=dict(one.refs),
            payload=dict(one.payload),
            postings=tuple(legs),
            previous=one.previous,
            hash=one.hash,
        )


class ScheduleForm(Form):
    """The predicted schedule of a document line, and whose it is."""

    deal: str
    deal_name: str
    customer: str
    contract: str
    document: str
    kind: Kind
    state: State
    netsuite_id: str | None
    line: int
    method: str
    total: MoneyForm
    periods: dict[str, MoneyForm]

    @classmethod
    def of(cls, one: PredictedLine) -> Self:
        """Return a schedule."""
        return cls(
            deal=one.deal,
            deal_name=one.deal_name,
            customer=one.account_name,
            contract=one.contract,
            document=one.document,
            kind=one.kind,
            state=one.state,
            netsuite_id=one.internal_id,
            line=one.line,
            method=one.method,
            total=MoneyForm.of(one.total),
            periods={name: MoneyForm.of(money) for name, money in one.periods.items()},
        )
