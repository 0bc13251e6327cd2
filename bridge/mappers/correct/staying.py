"""What stays of a deal as NetSuite acknowledged it, and what goes beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bridge.mappers.correct.flagging import changed
from bridge.mappers.judge import Step
from bridge.mappers.shape.assembling import Assembled
from bridge.model.calendar import Period
from bridge.model.deal import Deal
from bridge.model.document import PROPOSED, Document, Kind
from bridge.model.dossier import Posted, PostedDocument
from bridge.model.flags import Flag
from bridge.model.ids import ExternalId
from bridge.model.money import Money, total
from bridge.model.schedule import Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What is to be in NetSuite of a deal: all its documents, and which of them stay as sent."""

    made: Assembled
    held: Mapping[ExternalId, PostedDocument] = field(default_factory=dict)
    trace: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """A change that is for a person: nothing is told to NetSuite."""

    flag: Flag
    trace: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A deal of which NetSuite has documents, and what would be sent if it had none."""

    deal: Deal
    posted: Posted
    made: Assembled
    periods: Sequence[Period] = ()  #: NetSuite's, or none: calendar months

    @property
    def ordered(self) -> Money:
        """What NetSuite has of the deal, in the deal's currency."""
        amounts = [line.amount for one in self.posted.documents for line in one.document.lines]
        same = [amount for amount in amounts if amount.currency == self.deal.currency]
        return total(same, self.deal.currency)

    @property
    def taken(self) -> frozenset[ExternalId]:
        """The names of what NetSuite acknowledged."""
        return frozenset(one.document.external_id for one in self.posted.documents)

    @property
    def merges(self) -> tuple[tuple[Document, ...], tuple[Schedule, ...]]:
        """The merge requests that NetSuite has not taken: they come later than what they merge."""
        asked = tuple(
            one
            for one in self.made.documents
            if one.kind is Kind.MERGE_REQUEST and one.external_id not in self.taken
        )
        names = {one.external_id for one in asked}
        return asked, tuple(one for one in self.made.schedules if one.external_id in names)

    def with_new(
        self,
        documents: Iterable[Document],
        schedules: Iterable[Schedule] = (),
        trace: tuple[Step, ...] = (),
    ) -> Settled:
        """Return what NetSuite has, as it was sent, with new documents behind it."""
        stays = [as_sent(one, self.deal) for one in self.posted.documents]
        known = [one for each in self.posted.documents for one in each.document.schedules]
        proposed = [one for one in self.made.documents if one.kind in PROPOSED]
        names = {one.external_id for one in proposed}
        beside = [one for one in self.made.schedules if one.external_id in names]
        return Settled(
            made=Assembled((*stays, *documents, *proposed), (*known, *schedules, *beside)),
            held={one.document.external_id: one for one in self.posted.documents},
            trace=trace,
        )

    def for_a_person(
        self, names: Iterable[ExternalId], why: Iterable[str], trace: tuple[Step, ...] = ()
    ) -> Undone:
        """Return the exception of orders that are to be corrected by hand, with what is known."""
        orders = tuple(names)
        sent = [one for one in self.posted.documents if one.document.external_id in orders]
        digests = [f"{one.document.external_id} was sent with digest {one.digest}" for one in sent]
        flag = changed("deal", orders, self.deal.booked, self.ordered, (*digests, *why))
        return Undone(flag=flag, trace=trace)


def as_sent(one: PostedDocument, deal: Deal) -> Document:
    """Return a document that NetSuite has; what its header told stands in its body alone."""
    document = one.document
    return Document(
        kind=document.kind,
        external_id=document.external_id,
        deal=document.deal,
        contract=deal.contract,
        currency=one.currency,
        dated=document.dated,
        lines=document.lines,
        fields={},
        target=document.target,
    )


def told_of(posted: Posted, deal: Deal) -> Iterator[PostedDocument]:
    """Yield what was told of the deal's own orders, in the order of its acknowledgement."""
    for one in posted.documents:
        if as_sent(one, deal).corrects:
            yield one
