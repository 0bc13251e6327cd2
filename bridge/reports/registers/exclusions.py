"""The register of exclusions: what a named rule or a decision left out, and since when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bridge.ledger.accounts import Family, parse
from bridge.ledger.entries import Entry, EntryKind, Posting
from bridge.model.ids import DealId, RulebookVersion
from bridge.model.money import Currency, Money

#: The kinds of entries from which the register is read.
KINDS = frozenset({EntryKind.EXCLUDED, EntryKind.INCLUDED})

_Key = tuple[DealId, str, Currency]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """An amount of a deal that was left out by a rule; `until` it was taken back."""

    deal: DealId
    rule: str  #: "scope#partners", "decision:outside"
    amount: Money
    says: str
    since: datetime
    until: datetime | None  #: None while it stands
    rulebook: RulebookVersion | None
    entry: int  #: the number of the entry that left it out


def exclusions(entries: Iterable[Entry]) -> tuple[Exclusion, ...]:
    """
    Return every exclusion that the entries tell of, in their order.

    What moved nothing, a deal of zero, leaves no entry of its own in the ledger and stands in the
    list of deals alone.
    """
    found: dict[int, Exclusion] = {}
    standing: dict[_Key, int] = {}
    for entry, rule, leg in _legs(entries):
        key = (entry.deal, rule, leg.money.currency)
        if entry.kind == EntryKind.EXCLUDED:
            standing[key] = entry.seq
            found[entry.seq] = _begun(entry, rule, leg.money)
        elif (began := standing.pop(key, None)) is not None:
            found[began] = replace(found[began], until=entry.at)
    return tuple(found.values())


def _legs(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str, Posting]]:
    """Yield the legs of entries that go to an account of what is left out, or come from it."""
    for entry in entries:
        named = ((leg, *parse(leg.account)) for leg in entry.postings)
        yield from (
            (entry, rule, leg)
            for leg, family, rule in named
            if family is Family.EXCLUDED and rule is not None
        )


def _begun(entry: Entry, rule: str, amount: Money) -> Exclusion:
    rulebook = entry.refs.get("rulebook")
    return Exclusion(
        deal=entry.deal,
        rule=rule,
        amount=amount,
        says=str(entry.payload.get("says", "")),
        since=entry.at,
        until=None,
        rulebook=RulebookVersion(rulebook) if rulebook else None,
        entry=entry.seq,
    )
