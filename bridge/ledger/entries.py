"""Entries: what happened, with postings that balance in each currency."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bridge.ledger.accounts import Account, parse
from bridge.model.ids import DealId, Digest
from bridge.model.money import Money


class EntryKind(StrEnum):
    """What happened to a deal, to one of its documents, to the rulebook, to a period or a pair."""

    BOOKED = "BOOKED"  #: the deal was seen for the first time
    REBOOKED = "REBOOKED"  #: it changed before anything of it was acknowledged
    CHANGED = "CHANGED"  #: it changed after something of it was acknowledged
    JUDGED = "JUDGED"  #: it was judged again and no amount moved
    FLAGGED = "FLAGGED"
    UNFLAGGED = "UNFLAGGED"
    EXCLUDED = "EXCLUDED"
    INCLUDED = "INCLUDED"
    PREPARED = "PREPARED"
    SUPERSEDED = "SUPERSEDED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    REFUSED = "REFUSED"
    RETRIED = "RETRIED"  #: a person asked for another look at a flagged deal
    REREAD = "REREAD"  #: an operator asked for a deal to be read again
    TRIAGED = "TRIAGED"  #: something was done about an exception; no amount moved
    REOPENED = "REOPENED"  #: a refused document may be sent again
    MERGE_APPROVED = "MERGE_APPROVED"  #: a person approved the merge that a document asks for
    MERGE_ACCEPTED = "MERGE_ACCEPTED"  #: a person let it stand as it was made, not as it was asked
    MERGE_SUBMITTED = "MERGE_SUBMITTED"  #: NetSuite gave it a task, which is not done yet
    WRITTEN_BACK = "WRITTEN_BACK"
    RULES_DRAFTED = "RULES_DRAFTED"
    RULES_APPROVED = "RULES_APPROVED"
    RULES_PUBLISHED = "RULES_PUBLISHED"
    STREAM_PAUSED = "STREAM_PAUSED"  #: an operator lets a part of the passes rest
    STREAM_RESUMED = "STREAM_RESUMED"
    PERIOD_PREPARED = "PERIOD_PREPARED"  #: a person looked at the figures of a period
    PERIOD_SIGNED = "PERIOD_SIGNED"  #: another person agreed to them
    PERIOD_SUSPENDED = "PERIOD_SUSPENDED"  #: a figure moved since
    PERIOD_REOPENED = "PERIOD_REOPENED"  #: a person took back what was prepared and signed
    PAIR_PROPOSED = "PAIR_PROPOSED"  #: a person takes a line of NetSuite's for one of a deal
    PAIR_SETTLED = "PAIR_SETTLED"  #: the same, of an amount for which one person is enough
    PAIR_CONFIRMED = "PAIR_CONFIRMED"  #: another person agreed
    PAIR_DECLINED = "PAIR_DECLINED"
    PAIR_REVOKED = "PAIR_REVOKED"
    ACCOUNT_MADE = "ACCOUNT_MADE"
    ACCOUNT_CHANGED = "ACCOUNT_CHANGED"  #: disabled, enabled, or given another password
    ROLE_GRANTED = "ROLE_GRANTED"
    ROLE_REVOKED = "ROLE_REVOKED"
    TOKEN_ISSUED = "TOKEN_ISSUED"  # noqa: S105 - a kind of entry, no secret
    TOKEN_REVOKED = "TOKEN_REVOKED"  # noqa: S105 - the same


class Unbalanced(ValueError):
    """The postings of an entry do not add up to nothing in every currency."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One leg of an entry; debits are positive."""

    account: Account
    money: Money
    period: str | None = None  #: the accounting period, where the account is by period

    def __post_init__(self) -> None:
        parse(self.account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """
    An entry before it has a place in the chain; raises Unbalanced when it is built.

    `refs` names what it is about ("document", "dossier", "rulebook"); `payload` is what a reader
    of the ledger must know besides, as JSON values without floats.
    """

    kind: EntryKind
    deal: DealId
    postings: tuple[Posting, ...] = ()
    refs: Mapping[str, str] = field(default_factory=dict)
    payload: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        require_balance(self.kind, self.deal, self.postings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of the ledger, as it is stored; checking is the business of `chain.verify`."""

    seq: int  #: from 1, without gaps
    kind: str
    actor: str
    at: datetime  #: aware, UTC
    deal: DealId
    refs: Mapping[str, str]
    postings: tuple[Posting, ...]
    payload: Mapping[str, object]
    previous: Digest
    hash: Digest


def imbalance(postings: tuple[Posting, ...]) -> dict[str, int]:
    """Return what is left of the postings by currency code, in minor units; empty if balanced."""
    left: Counter[str] = Counter()
    for posting in postings:
        left[posting.money.currency.code] += posting.money.minor
    return {code: minor for code, minor in sorted(left.items()) if minor}


def require_balance(kind: str, deal: DealId, postings: tuple[Posting, ...]) -> None:
    """Raise Unbalanced, with the figures, unless the postings balance in each currency."""
    left = imbalance(postings)
    if left:
        figures = ", ".join(f"{minor} minor units of {code}" for code, minor in left.items())
        raise Unbalanced(f"{kind} of deal {deal} is out of balance by {figures}")
