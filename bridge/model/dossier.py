"""The dossier: all that the translation may know of a deal, addressed by its content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Self

from bridge.model import document_notation
from bridge.model.calendar import Period
from bridge.model.document import DocumentLine, Kind
from bridge.model.ids import DealId, Digest, ExternalId, digest
from bridge.model.money import Currency
from bridge.model.packages.package import Member
from bridge.model.record import ObjectDescription, Record
from bridge.model.sales.claim import Claim
from bridge.model.schedule import PlannedRevenue, Recognised, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What holds for every deal of an org: currency, time zone, fields, periods, codes."""

    currency: Currency  #: of the org; a single-currency org has no currency field on its records
    multi_currency: bool
    time_zone: str
    #: What the org says of its fields, by object; empty where no org was asked.
    descriptions: Mapping[str, ObjectDescription] = field(default_factory=dict)
    #: NetSuite's accounting periods; empty where NetSuite was not asked: calendar months.
    periods: tuple[Period, ...] = ()
    #: NetSuite's external ids by kind of record; a kind that was not asked for is absent.
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: The SHA-256 of all this, computed once: a frame serves thousands of deals.
    address: Digest = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "address", _address(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierDocument:
    """A document that another deal of the same contract became, and what NetSuite did with it."""

    deal: DealId
    kind: Kind
    external_id: ExternalId
    dated: date
    target: ExternalId | None  #: the order that it changes, or from which it gives back
    lines: tuple[DocumentLine, ...]
    #: The predicted schedule of each line, in the order of the lines.
    schedules: tuple[Schedule, ...]
    #: The quantity that was invoiced, by line key; a line without an entry was not invoiced.
    invoiced: Mapping[int, Decimal] = field(default_factory=dict)
    #: Whether its revenue may be planned already, by days that no edit of a line moves.
    keeps_dates: bool = False
    #: At which place NetSuite acknowledged it among the changes and returns of its contract, from
    #: 1; None for an order, and for what is not acknowledged yet.
    acknowledged: int | None = None

    def planned(self, key: int) -> tuple[PlannedRevenue, ...]:
        """Return what is predicted for one of its lines; nothing for a line without a plan."""
        return next((one.planned for one in self.schedules if one.line == key), ())

    def form(self) -> list[object]:
        """Return everything in it, for an address."""
        return [
            *(self.external_id, self.deal, self.kind, self.dated, self.target or ""),
            [document_notation.line(line) for line in self.lines],
            [document_notation.schedule(schedule) for schedule in self.schedules],
            {str(key): quantity for key, quantity in self.invoiced.items()},
            *(["keeps_dates"] if self.keeps_dates else []),
            *([["acknowledged", self.acknowledged]] if self.acknowledged else []),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """
    What a person gives for one deal where a rule has no answer, as a row of the rule would say it.

    It is a decision that is missing, never an amount, a quantity, a day of service or an id.
    """

    rule: str  #: the table or lookup that has no row
    about: str  #: the id of the line for which it is asked, or of the deal
    outputs: Mapping[str, str]  #: by output, written as in a cell
    number: int  #: of the exception about which it was decided

    def form(self) -> list[object]:
        """Write it, for an address and to keep it."""
        return [self.rule, self.about, dict(self.outputs), self.number]

    @classmethod
    def parse(cls, form: Sequence[Any]) -> Self:
        """Read a written one."""
        rule, about, outputs, number = form
        return cls(rule=rule, about=about, outputs=outputs, number=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedDocument:
    """A document of the deal itself that NetSuite acknowledged, as it was sent."""

    document: EarlierDocument
    currency: Currency
    body: str  #: what was sent, JSON
    digest: Digest  #: of that
    made_of: Digest  #: of the deal that it represents, or is a part of representing
    approved: bool = False  #: of an order alone

    def form(self) -> list[object]:
        """Return everything in it, for an address."""
        return [self.document.form(), self.digest, self.made_of, self.approved]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What NetSuite holds of the deal itself, and what became of it there."""

    documents: tuple[PostedDocument, ...]  #: in the order in which NetSuite acknowledged them
    complete: bool  #: whether no document of the deal is still to be sent
    #: Documents of other deals that change one of these, give back from it, or merge it.
    touched_by: tuple[ExternalId, ...] = ()
    recognised: bool = False  #: whether revenue of one of these is posted
    days: int = 0  #: since NetSuite acknowledged the first, when that was asked
    #: Digests that this very deal has by sources of other versions, where documents are made of it.
    formerly: tuple[Digest, ...] = ()

    def form(self) -> list[object]:
        """Return everything in it, for an address."""
        documents = [one.form() for one in self.documents]
        return [
            *(documents, self.complete, [*self.touched_by], self.recognised, self.days),
            *([[*self.formerly]] if self.formerly else []),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The other contracts that were sold as one with the contract of a deal."""

    name: str
    members: tuple[Member, ...]
    #: What NetSuite acknowledged of all contracts of the package, in that order. Of the deal itself
    #: it holds what an earlier judgement of it became, but no merge.
    documents: tuple[EarlierDocument, ...]
    #: Whether a merge that this deal asked for was made; then all this is as it was before that.
    is_merged: bool = False
    #: For how many days no contract of it has come, once that is too long; None before.
    overdue_after_days: int | None = None

    def form(self) -> list[object]:
        """Return everything in it, for an address."""
        return [
            *(self.name, self.is_merged),
            [one.form() for one in self.members],
            [digest(one.form()) for one in self.documents],
            *([self.overdue_after_days] if self.overdue_after_days else []),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The records of a deal, the earlier deals' documents of its contract, and the frame."""

    model: str  #: which reader understands the records
    deal: DealId
    records: tuple[Record, ...]
    earlier: tuple[EarlierDocument, ...]
    frame: Frame
    #: Of orders of the contract, those of this deal included.
    recognised: Recognised = field(default_factory=dict)
    #: What people decided for this deal alone, where the rules do not.
    overrides: tuple[Override, ...] = ()
    posted: Posted | None = None  #: None as long as NetSuite holds nothing of this deal
    #: None for a deal whose contract was sold by itself, as far as the books know.
    package: Package | None = None
    #: What the books know of other records of the same sale, by id.
    claims: tuple[Claim, ...] = ()

    def address(self) -> Digest:
        """Return the SHA-256 of everything in the dossier; the order of records is no matter."""
        posted = document_notation.recognised(self.recognised)
        return digest(
            {
                "model": self.model,
                "deal": self.deal,
                "records": sorted(
                    [record.type, record.id, digest(record.fields)] for record in self.records
                ),
                "earlier": sorted(digest(one.form()) for one in self.earlier),
                "frame": self.frame.address,
                **({"recognised": posted} if posted else {}),
                **({"overrides": [one.form() for one in self.overrides]} if self.overrides else {}),
                **({"posted": self.posted.form()} if self.posted else {}),
                **({"package": self.package.form()} if self.package else {}),
                **({"claims": [one.form() for one in self.claims]} if self.claims else {}),
            }
        )


def _address(frame: Frame) -> Digest:
    return digest(
        {
            "currency": frame.currency.code,
            "multi_currency": frame.multi_currency,
            "time_zone": frame.time_zone,
            "descriptions": {
                name: {
                    field.name: [field.type, field.custom, field.default]
                    for field in described.fields.values()
                }
                for name, described in frame.descriptions.items()
            },
            "periods": [
                [period.name, period.term.start, period.term.end, period.closed]
                for period in frame.periods
            ],
            "codes": {kind: sorted(codes) for kind, codes in frame.codes.items()},
        }
    )
