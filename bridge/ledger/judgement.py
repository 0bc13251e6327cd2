"""What a pass found out about a deal, and what the books hold of it from before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bridge.ledger.moves import flag_content
from bridge.mappers.judge import Step
from bridge.model.document import Document, State
from bridge.model.flags import Flag
from bridge.model.ids import ContractId, DealId, Digest, ExternalId, RulebookVersion, digest
from bridge.model.money import Money
from bridge.model.packages.package import Packaged
from bridge.model.schedule import Schedule

#: The code of a deal whose records stayed incomplete for longer than the operator allows.
GRAPH_INCOMPLETE = "GRAPH_INCOMPLETE"
#: The rule that leaves out a deal of which NetSuite has documents: people gave them back by hand.
GIVEN_BACK = "decision:given_back"


class DealState(StrEnum):
    """What became of a deal."""

    WAITING = "WAITING"  #: its records are not complete yet
    TRANSLATED = "TRANSLATED"
    FLAGGED = "FLAGGED"
    EXCLUDED = "EXCLUDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFacts:
    """A deal as the books know it."""

    id: DealId
    name: str
    contract: ContractId
    kind: str
    account_name: str
    booked: Money
    booked_on: date | None  #: None while its records are too incomplete to say
    model: str
    #: Of the assembled deal (of what was read of it, while it waits): what tells a change.
    digest: Digest
    #: Where the deal stands in its contract; deals of one place are ordered by `booked_on` and id.
    place: int = 0
    packaged: Packaged | None = None  #: what it declares of the package that its contract is of
    #: Digests that this very deal has by sources of other versions, where documents are made of it.
    formerly: tuple[Digest, ...] = ()

    def is_what(self, made_of: Digest) -> bool:
        """Say whether a document that was made of this is of the deal as it is."""
        return made_of == self.digest or made_of in self.formerly


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A document with the bytes that will be sent for it, and their digest; both stay fixed."""

    document: Document
    body: bytes
    digest: Digest
    held: bool = False  #: whether NetSuite has it, and it stays, though the deal became another one


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a judgement rests on: a dossier, a version of the rulebook, and what the rules said."""

    dossier: Digest | None = None
    rulebook: RulebookVersion | None = None
    trace: tuple[Step, ...] = ()
    #: The numbers of the exceptions about which people decided what the rules do not.
    overrides: tuple[int, ...] = ()

    @property
    def refs(self) -> Mapping[str, str]:
        """The parts that are known, by the names that the ledger uses."""
        decided = ", ".join(map(str, self.overrides)) or None
        parts = {"dossier": self.dossier, "rulebook": self.rulebook, "overrides": decided}
        return {name: value for name, value in parts.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The records are not complete; `says` what is missing."""

    deal: DealFacts
    says: str
    basis: Basis = field(default_factory=Basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """The deal is not representable; the first flag gives the exception its code."""

    deal: DealFacts
    flags: tuple[Flag, ...]
    basis: Basis = field(default_factory=Basis)

    def __post_init__(self) -> None:
        if not self.flags:
            raise ValueError(f"deal {self.deal.id} cannot be flagged without a flag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """A named rule leaves the deal out."""

    deal: DealFacts
    rule: str
    says: str
    basis: Basis = field(default_factory=Basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """The deal became documents with predicted schedules; they add up to what is booked."""

    deal: DealFacts
    documents: tuple[Prepared, ...]
    schedules: tuple[Schedule, ...] = ()
    basis: Basis = field(default_factory=Basis)


Judgement = Waiting | Flagged | Excluded | Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDocument:
    """A document of the deal as the books hold it; superseded ones hold no amount."""

    external_id: ExternalId
    state: State
    digest: Digest
    made_of: Digest  #: of the deal that it represents
    amount: Money
    body: bytes = b""  #: as it was sent last


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """An open exception: of a document that was refused, else of the deal itself."""

    code: str
    amount: Money
    flags: tuple[Flag, ...]
    document: ExternalId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What the books hold of a deal before a judgement."""

    outcome: Digest  #: of the last judgement
    state: DealState
    booked: tuple[Money, ...]  #: one amount for each currency that was ever booked
    excluded: tuple[tuple[str, Money], ...]  #: by rule
    documents: tuple[PastDocument, ...]
    cases: tuple[OpenCase, ...]


def state_of(judged: Judgement) -> DealState:
    """Return what a judgement makes of a deal, if nothing stands against it."""
    match judged:
        case Waiting():
            return DealState.WAITING
        case Flagged():
            return DealState.FLAGGED
        case Excluded():
            return DealState.EXCLUDED
        case Translated():
            return DealState.TRANSLATED


def is_incomplete(judged: Judgement) -> bool:
    """Say whether records of the deal were missing, whether or not patience has ended."""
    match judged:
        case Flagged(flags=flags):
            return flags[0].code == GRAPH_INCOMPLETE
        case _:
            return isinstance(judged, Waiting)


def outcome_of(judged: Judgement) -> Digest:
    """Return what tells one judgement of a deal from another: the deal itself and the result."""
    deal = judged.deal
    return digest(
        {
            "state": state_of(judged),
            "deal": [deal.digest, deal.name, deal.contract, deal.kind, deal.account_name],
            "booked": [deal.booked.currency.code, deal.booked.minor],
            "place": [deal.place, deal.booked_on],
            "result": _result(judged),
        }
    )


def _result(judged: Judgement) -> object:
    match judged:
        case Waiting(says=says):
            return says
        case Flagged(flags=flags):
            return [flag_content(flag) for flag in flags]
        case Excluded(rule=rule, says=says):
            return [rule, says]
        case Translated(documents=documents):
            return [[one.document.external_id, one.digest] for one in documents]
