"""
What Salesforce says was sold by each deal, read from its dossier once and kept.

A dossier says more than a reconciliation asks for, and its reader judges all of it. What is kept
holds for one dossier, the rules and the release by which it was read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.deals import KnownDeal
from bridge.adapters.store.dossiers import Unkept
from bridge.adapters.store.reconciling.runs import Part
from bridge.adapters.store.reconciling.sold import SoldContent
from bridge.flow.reconciling.reading.progress import Heard
from bridge.flow.rereading import bridge_version
from bridge.ledger.entries import EntryKind
from bridge.mappers.dossiers import READERS
from bridge.model.calendar import Term
from bridge.model.deal import Action, Charge, Deal, Line, Segment
from bridge.model.ids import DealId, Digest, LineId, digest
from bridge.model.money import Currency, Money, total
from bridge.model.schedules.beginning import started_on
from bridge.rules.rulebook import Rulebook
from bridge.telemetry import log
from bridge.translate import OURS

_RESTORE = "restore it, and the row of the table frame that it names, from a backup of the books"
_REPORT = "report it, with what `bridge deals show` says of the deal"
_MADE = (EntryKind.PREPARED, EntryKind.ACKNOWLEDGED)
#: Which form what was read is kept in: one that was kept in another form is read again.
_FORM = 2
#: Deals that are read and kept together.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Lost:
    """
    What a deal was read from is gone, damaged, or nothing that we can read.

    The deal stands in statements as one, with the amount that the ledger has of it; all else goes
    on. Nothing is kept of it, so that it is read as soon as it is there again.
    """

    deal: DealId
    name: str
    dossier: Digest
    says: str
    act: str

    @classmethod
    def of(cls, known: KnownDeal, dossier: Digest, error: Exception) -> "Lost":
        """Return a deal with what its reading raised."""
        if isinstance(error, Unkept):
            return cls(known.id, known.name, dossier, str(error), _RESTORE)
        says = f"{type(error).__name__} while its kept records were read"
        return cls(known.id, known.name, dossier, says, _REPORT)

    @property
    def where(self) -> str:
        """The place in the books."""
        return f"row {self.dossier} of the table dossier"

    def tell(self) -> None:
        """Say it in the log."""
        log().error("dossier.lost", deal=self.deal, says=self.says, where=self.where, act=self.act)


@dataclass(frozen=True, slots=True)
class SoldStep:
    """One step of a line, signed as in the deal."""

    id: LineId
    quantity: Decimal
    unit_price: Decimal
    amount: Money
    term: Term | None
    is_agreed: bool  #: by sales; of use, what was rated when it was there is not


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line of a deal; named by its first step."""

    product: str
    action: Action
    charge: Charge
    revises: LineId | None
    is_trial: bool
    start_event_on: date | None  #: the day on which its service began, where the deal says it
    steps: tuple[SoldStep, ...]

    @property
    def amount(self) -> Money:
        """The sum of the steps."""
        return total((step.amount for step in self.steps), self.steps[0].amount.currency)


@dataclass(frozen=True, slots=True)
class SoldDeal:
    """Who bought, and the lines."""

    account: str
    lines: tuple[SoldLine, ...]

    def is_of(self, booked: Money) -> bool:
        """Say whether the lines add up to what the books have of the deal."""
        return all(line.amount.currency == booked.currency for line in self.lines) and (
            total((line.amount for line in self.lines), booked.currency) == booked
        )


@dataclass(frozen=True, slots=True)
class Sales:
    """What deals sold: as it is kept, or else as their dossiers say."""

    view: Transaction
    rulebook: Rulebook

    def of(self) -> Callable[[KnownDeal], SoldDeal | None]:
        """Return what finds a deal; None for one that cannot be read line by line."""
        kept = self.view.reconciling.sold.all(reader(self.rulebook))

        def find(known: KnownDeal) -> SoldDeal | None:
            held = kept.get(known.id)
            if held is None or held.dossier != known.dossier:
                form = _form_of(self.view, self.rulebook, known)
            else:
                form = held.content
            found = None if form is None else _parse(form)
            return found if found and found.is_of(known.booked) else None

        return find

    def when_ordered(self) -> Callable[[KnownDeal], SoldDeal | None]:
        """
        Return what finds what a deal sold when the last document that NetSuite has was made.

        None where no document was made or its dossier cannot be read.
        """

        @cache
        def find(known: KnownDeal) -> SoldDeal | None:
            dossier = self._ordered_by(known.id)
            if dossier is None:
                return None
            found = _content(self.view, self.rulebook, known, dossier)
            if isinstance(found, Lost):
                if dossier != known.dossier:  # of that one `keep_up` tells
                    found.tell()
                return None
            return None if found.content is None else _parse(found.content)

        return find

    def _ordered_by(self, deal: DealId) -> Digest | None:
        """Return the dossier of what was acknowledged last, or else of what was prepared last."""
        prepared: dict[str, str] = {}
        ordered = None
        for entry in self.view.ledger.entries(deal=deal, kinds=_MADE):
            document = entry.refs["document"]
            if entry.kind == EntryKind.PREPARED:
                prepared |= {document: entry.refs["dossier"]} if "dossier" in entry.refs else {}
            else:
                ordered = prepared.get(document, ordered)
        last = ordered or next(reversed(prepared.values()), None)
        return Digest(last) if last else None


def keep_up(store: Store, rulebook: Rulebook, heard: Heard) -> tuple[Lost, ...]:
    """Read the dossiers that were not read by these rules yet, and keep them; return the others."""
    by, done, lost = reader(rulebook), 0, list[Lost]()
    with store.reading() as view:
        missing = view.reconciling.sold.missing(by)
    for start in range(0, len(missing), _BATCH):
        with store.reading() as view:
            each = tuple(_contents(view, rulebook, missing[start : start + _BATCH]))
        with store.transaction("sold_read") as tx:
            tx.reconciling.sold.keep(by, [one for one in each if isinstance(one, SoldContent)])
        lost += [one for one in each if isinstance(one, Lost)]
        done += len(each)
        heard(Part(system="books", kind="deal", rows=done, known=len(missing)))
    for one in lost:
        one.tell()
    return tuple(lost)


def reader(rulebook: Rulebook) -> Digest:
    """Return what tells how dossiers are read and kept: the rules, the release, the form."""
    return digest([rulebook.version, bridge_version(), _FORM])


def _contents(
    view: Transaction, rulebook: Rulebook, deals: tuple[DealId, ...]
) -> Iterator[SoldContent | Lost]:
    for deal in deals:
        known = view.deals.one(deal)
        if known is not None and known.dossier is not None:
            yield _content(view, rulebook, known, known.dossier)


def _content(
    view: Transaction, rulebook: Rulebook, known: KnownDeal, dossier: Digest
) -> SoldContent | Lost:
    try:
        return SoldContent(known.id, dossier, _form(_read(view, rulebook, dossier)))
    except OURS as error:  # Unkept and Damaged are among them
        return Lost.of(known, dossier, error)


def _form_of(view: Transaction, rulebook: Rulebook, known: KnownDeal) -> Any:
    """Return what a deal sold as it is kept; None where it cannot be read, as `keep_up` tells."""
    if known.dossier is None:
        return None
    found = _content(view, rulebook, known, known.dossier)
    return found.content if isinstance(found, SoldContent) else None


def _read(view: Transaction, rulebook: Rulebook, address: Digest) -> Deal | None:
    dossier = view.dossiers.read(address)
    read = READERS[dossier.model](dossier, rulebook.source(dossier.model))
    return read if isinstance(read, Deal) else None


def _form(deal: Deal | None) -> Any:
    if deal is None:
        return None
    return [deal.account, deal.currency.code, [_line(line, deal) for line in deal.lines]]


def _line(line: Line, deal: Deal) -> list[Any]:
    is_trial = all(segment.trial for segment in line.segments)
    event = started_on(line, deal)
    return [
        *(line.product, line.action.value, line.charge.value, line.revises, is_trial),
        event.isoformat() if event else None,
        [
            [
                *(one.id, str(one.quantity), str(one.unit_price), one.amount.minor),
                [one.term.start.isoformat(), one.term.end.isoformat()] if one.term else None,
                _is_agreed(one, line, deal),
            ]
            for one in line.segments
        ],
    ]


def _is_agreed(step: Segment, line: Line, deal: Deal) -> bool:
    if line.charge is not Charge.USAGE or deal.metering is None:
        return True
    return bool(step.amount) and all(one.step != step.id for one in deal.metering.rated)


def _parse(form: Any) -> SoldDeal:
    account, code, lines = form
    currency = _currency(code)
    return SoldDeal(account, tuple(_parse_line(one, currency) for one in lines))


def _parse_line(form: Any, currency: Currency) -> SoldLine:
    product, action, charge, revises, is_trial, event, steps = form
    return SoldLine(
        product,
        Action(action),
        Charge(charge),
        None if revises is None else LineId(revises),
        is_trial,
        None if event is None else date.fromisoformat(event),
        tuple(
            SoldStep(
                LineId(name),
                Decimal(quantity),
                Decimal(price),
                Money(minor, currency),
                _term(*days) if days else None,
                is_agreed,
            )
            for name, quantity, price, minor, days, is_agreed in steps
        ),
    )


@lru_cache(maxsize=256)
def _currency(code: str) -> Currency:
    return Currency(code)


@lru_cache(maxsize=8_192)
def _term(start: str, end: str) -> Term:
    return Term(date.fromisoformat(start), date.fromisoformat(end))
