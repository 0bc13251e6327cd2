"""
Reads what an org booked in some months, and judges it by a rulebook; nothing is written.

Deals are told one after the other, as if NetSuite took every document before the next deal. Of a
contract that is older than the months all deals before them are read besides, and do not count.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.salesforce.bookings import listing
from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.salesforce.soql import IDS_MAX
from bridge.flow import frames
from bridge.flow.sync.batches import Progress, unseen
from bridge.mappers import dossiers
from bridge.mappers.graph import Index
from bridge.mappers.read import outline, watch
from bridge.mappers.read.opportunities import booking
from bridge.mappers.read.seeds import Seed
from bridge.mappers.read.watch import Undeclared
from bridge.mappers.roots import OPPORTUNITY, ORDER, noun, of, root_of
from bridge.model.dossier import Dossier, Frame
from bridge.model.flags import Flag
from bridge.model.ids import DealId
from bridge.model.record import Record
from bridge.rulebooks.assessing.assessment import Assessment, assessed
from bridge.rulebooks.assessing.sample import ALL, Booked, Sample, sample
from bridge.rulebooks.telling import Told
from bridge.rules.rulebook import Rulebook
from bridge.telemetry import log
from bridge.translate import OURS, Flagged, Translation


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be assessed: from which day on, and how many bookings at most."""

    since: date
    limit: int
    progress: Progress = unseen


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a scan found, and what it cost."""

    assessment: Assessment
    sample: Sample  #: which bookings were looked at; of a file all
    no_deals: int  #: of what was looked at; they count in no figure of the assessment
    beside: int  #: deals before the months, read for the contracts that they began or changed
    calls: int  #: of the org's quota
    unasked: bool  #: whether NetSuite was left out


@dataclass(slots=True)
class _Telling:
    """Deals that are judged one after the other, and what is noticed of their records."""

    rulebook: Rulebook
    frame: Frame
    told: Told = field(default_factory=Told)
    found: list[Translation] = field(default_factory=list)
    fields: dict[tuple[str, str], int] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def judge(self, records: Sequence[Record], deals: Iterable[str]) -> None:
        """Judge deals, and count them; those that are none are passed over."""
        for alone, root in self._alone(records, deals):
            found = self._judged(alone, root)
            self.told.add(found)
            self.found.append(found)
            self._notice(alone)

    def remember(self, records: Sequence[Record], deals: Iterable[str]) -> None:
        """Judge deals for the sake of those that follow, without counting them."""
        for alone, root in self._alone(records, deals):
            self.told.add(self._judged(alone, root))

    def unknown(self, records: Sequence[Record], deals: Sequence[str]) -> tuple[str, ...]:
        """Return the deals by which the contracts of these began, and which were not told yet."""
        known = {one.heading.id for one in self.told.done} | {*deals}
        return tuple(one for one in self._contracts(records, deals).values() if one not in known)

    def of_contracts(
        self, records: Sequence[Record], deals: Iterable[str], contracts: Iterable[str]
    ) -> tuple[str, ...]:
        """Return those of some deals that belong to contracts."""
        wanted = {*contracts}
        found = self._contracts(records, deals)
        return tuple(deal for deal, contract in found.items() if contract in wanted)

    def _contracts(self, records: Sequence[Record], deals: Iterable[str]) -> dict[str, str]:
        """Return the contract of each deal, where one can be told; it is the id of its first."""
        found: dict[str, str] = {}
        for alone, _ in self._alone(records, deals):
            try:
                found[alone.deal] = dossiers.contract_of(alone)
            except OURS:
                continue
        return found

    @property
    def undeclared(self) -> tuple[Undeclared, ...]:
        """The fields of the org that were filled, and that nothing names."""
        return tuple(Undeclared(*place, number) for place, number in self.fields.items())

    def _alone(
        self, records: Sequence[Record], deals: Iterable[str]
    ) -> Iterator[tuple[Dossier, Record]]:
        index, wanted = Index(records), {*deals}
        for root in dossiers.beginnings(records):
            if root.id not in wanted or not dossiers.is_booking(root):
                continue
            alone = dossiers.of_order(root, index, (), self.frame)
            if dossiers.counts(alone, self.rulebook.source(alone.model)):
                yield alone, root

    def _judged(self, alone: Dossier, root: Record) -> Translation:
        try:
            return self.told.tell(alone, self.rulebook)
        except OURS as error:
            log().exception("deal.defect", deal=root.id)
            heading = outline.heading(root, self.frame)
            says = f"the bridge failed on this deal ({type(error).__name__}); report it"
            evidence = (f"{root.type} {root.id}",)
            flag = Flag("DEFECT", says, evidence, heading.booked)
            return Flagged(heading=heading, flags=(flag,), trace=())

    def _notice(self, alone: Dossier) -> None:
        new = [one for one in alone.records if one.id not in self._seen]
        self._seen.update(one.id for one in new)
        source = self.rulebook.source(alone.model)
        for one in watch.undeclared(new, self.frame.descriptions, source):
            place = (one.object, one.field)
            self.fields[place] = self.fields.get(place, 0) + one.filled


def scan(salesforce: Salesforce, netsuite: NetSuite | None, rulebook: Rulebook, wish: Wish) -> Scan:
    """
    Assess what an org booked from a day on; without an account no code of it is compared.

    Costs a call for every 2,000 deals, and about thirty for every 200, those before the months
    included of accounts whose contracts are older. Raises what the reading methods of the adapters
    raise, and Misconfigured where the org hides what tells a booking.
    """
    before = salesforce.contact.calls
    source = rulebook.source(dossiers.BY_OPPORTUNITY)
    telling = _Telling(rulebook, frames.read(salesforce, netsuite, source))
    roots = (ORDER, OPPORTUNITY) if booking.may_book(source) else (ORDER,)
    org = salesforce.org()
    listed = {
        noun(root.object): tuple(listing.booked(salesforce, root, wish.since, org))
        for root in roots
    }
    taken = sample(listed, wish.limit)
    deals, beside = [one.id for one in taken.records], 0
    wish.progress(0, len(deals))
    for start in range(0, len(deals), IDS_MAX):
        batch = deals[start : start + IDS_MAX]
        records = _collected(salesforce, batch)
        begun = telling.unknown(records, batch)
        if begun:
            beside += _remember(salesforce, telling, begun, taken.records)
        telling.judge(records, batch)
        wish.progress(start + len(batch), len(deals))
    return Scan(
        assessment=assessed(telling.found, telling.undeclared, rulebook.version),
        sample=taken,
        no_deals=len(deals) - len(telling.found),
        beside=beside,
        calls=salesforce.contact.calls - before,
        unasked=netsuite is None,
    )


def _remember(
    salesforce: Salesforce, telling: _Telling, begun: Sequence[str], listed: Sequence[Booked]
) -> int:
    """Tell contracts by all of their deals before those that are listed; return how many."""
    own = {one.id for one in listed}
    orders = [one.day for one in listed if root_of(one.id) is ORDER]
    first = min(orders, default=listed[0].day)
    older = sorted(listing.beside(salesforce, of(ORDER, map(DealId, begun)), first))
    deals = list(dict.fromkeys((*begun, *(deal for _, deal in older if deal not in own))))
    found: dict[str, Record] = {}
    wanted: list[str] = []
    for start in range(0, len(deals), IDS_MAX):
        batch = deals[start : start + IDS_MAX]
        records = _collected(salesforce, batch)
        mine = telling.of_contracts(records, batch, begun)
        wanted += mine
        if mine:
            found.update((one.id, one) for one in records)
    telling.remember(tuple(found.values()), wanted)
    return len(wanted)


def _collected(salesforce: Salesforce, deals: Sequence[str]) -> tuple[Record, ...]:
    found: dict[str, Record] = {}
    for root in (ORDER, OPPORTUNITY):
        own = [one for one in deals if one.startswith(root.prefix)]
        if own:
            records = salesforce.collect(dossiers.graph_of(root), own)
            found.update((one.id, one) for one in records)
    return tuple(found.values())


def of_records(seed: Seed, rulebook: Rulebook) -> Scan:
    """Assess the bookings of a records file; nothing is called."""
    telling = _Telling(rulebook, seed.frame)
    deals = [DealId(one.id) for one in dossiers.beginnings(seed.records)]
    telling.judge(seed.records, deals)
    return Scan(
        assessment=assessed(telling.found, telling.undeclared, rulebook.version),
        sample=ALL,
        no_deals=len(deals) - len(telling.found),
        beside=0,
        calls=0,
        unasked=True,
    )
