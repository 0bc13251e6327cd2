"""The NetSuite account: upsert and find by external id, SuiteQL, periods, codes, server time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from bridge.adapters.contact import Contact
from bridge.adapters.netsuite import faults, journals, order_lines, plans, suiteql, transactions
from bridge.adapters.netsuite.merging.restlet import Merges
from bridge.adapters.netsuite.revenue.reading import Revenue
from bridge.adapters.netsuite.session import Call, Session
from bridge.errors import OutcomeUnknown, Refused, Unavailable
from bridge.model.calendar import Clock, Period, Sleep
from bridge.settings import NetSuiteSettings

_RECORDS = "/services/rest/record/v1"
_SYSTEM = "/services/rest/system/v1"
#: The body field in which each of our records carries the digest of what we sent.
DIGEST_FIELD = "custbody_bridge_digest"
#: Others would end in a path or be taken for a separator; NetSuite ignores their case.
_EXTERNAL_ID = re.compile(r"[A-Za-z0-9_-]{1,255}")
_RECORD_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
#: Without it an unknown field is left out in silence.
_STRICT = {
    "Content-Type": "application/json",
    "X-NetSuite-PropertyNameValidation": "Error",
    "X-NetSuite-PropertyValueValidation": "Error",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """A line as NetSuite holds it; what it leaves out is None."""

    key: int
    quantity: Decimal | None
    amount: Decimal | None
    closed: bool
    first: date | None = None  #: day of service
    last: date | None = None  #: day of service


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A record as NetSuite holds it."""

    internal_id: str
    #: Of the body that we sent last; None if the record was never ours.
    digest: str | None
    status: str | None = None  #: NetSuite's letter, such as "A" for an order pending approval
    #: None if NetSuite did not tell all of them.
    lines: tuple[FoundLine, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Governance:
    """How many requests the account takes at once."""

    account: int
    #: What no other integration has reserved.
    unallocated: int


class NetSuite:
    """One account, spoken to over REST. Safe to share between threads."""

    def __init__(
        self,
        settings: NetSuiteSettings,
        clock: Clock,
        sleep: Sleep,
        contact: Contact | None = None,
    ) -> None:
        """Raises Misconfigured if the private key cannot be used; no call is made yet."""
        self._session = Session(settings, clock, sleep, contact)
        self.contact = self._session.contact  #: how its last calls ended
        #: Whether planned revenue follows the days of an order line, as the settings say.
        self.dates_follow_lines = settings.dates_follow_lines
        #: Merges of its revenue arrangements.
        self.merges = Merges(self._session, settings)
        #: As it holds it.
        self.revenue = Revenue(self._session, settings.accounting_book)

    @property
    def calls(self) -> int:
        """How many HTTP requests were made so far, those to sign in included."""
        return self._session.calls

    @property
    def longest_call_s(self) -> float:
        """How many seconds an upsert can take at most, from its call to its return."""
        return self._session.longest_call_s

    def upsert(self, record_type: str, external_id: str, body: bytes) -> str:
        """
        Create or update the record of this external id; return NetSuite's internal id.

        The bytes go out as they are, once: what may be repeated is the caller's to decide.

        Raises:
            Unavailable, Throttled: not done.
            Refused: read and turned down; a person must act.
            OutcomeUnknown: look it up by external id before any repeat.
            Misconfigured: the credentials are not accepted.
        """
        call = Call(
            operation=f"upsert {record_type} {external_id}",
            method="PUT",
            path=_record(record_type, external_id),
            headers=_STRICT,
            body=body,
        )
        return self._written(call, record_type)

    def derive(self, source: tuple[str, str], record_type: str, body: bytes) -> str:
        """
        Make a record from another one, given by type and internal id; return its internal id.

        The new record has the lines that the body names by the key that they have in the source,
        `orderLine`, and no others. Its external id stands in the body: NetSuite refuses a second
        one, so that a repeat makes no other record. Raises as `upsert`.

        Source: Oracle help, section_157901123882 (transforms), section_159795520083 (their lines).
        """
        kind, internal_id = source
        if not all(map(_RECORD_TYPE.fullmatch, (kind, record_type))) or not internal_id.isdigit():
            raise ValueError(f"no record that another is made from: {source!r}")
        call = Call(
            operation=f"derive {record_type} from {kind} {internal_id}",
            method="POST",
            path=f"{_RECORDS}/{kind}/{internal_id}/!transform/{record_type}",
            # NetSuite begins with all lines of the source; those that are not named must go.
            query={"replace": "item"},
            headers=_STRICT,
            body=body,
        )
        return self._written(call, record_type)

    def _written(self, call: Call, record_type: str) -> str:
        answer = self._session.write(call)
        path = urlsplit(answer.headers.get("Location", "")).path
        created = re.fullmatch(rf".*/{record_type}/(\d+)", path, re.IGNORECASE)
        if created is None or "html" in answer.headers.get("Content-Type", ""):
            says = "it was answered as done, but without the address of the record"
            raise OutcomeUnknown(faults.SYSTEM, call.operation, f"HTTP_{answer.status}", says)
        return created[1]

    def find(self, record_type: str, external_id: str) -> Found | None:
        """
        Look a transaction up by its external id; None only if NetSuite says that there is none.

        Raises:
            Unavailable, Throttled: all tries failed.
            Refused: the role may not see this type of record.
            Misconfigured: the credentials are not accepted.
        """
        operation = f"find {record_type} {external_id}"
        told = self._session.read(
            Call(
                operation=operation,
                method="GET",
                path=_record(record_type, external_id),
                query={
                    "fields": f"id,{DIGEST_FIELD},status,item",
                    "expandSubResources": "true",
                },
                may_be_absent=True,
            )
        )
        if told is None:
            return None
        try:
            return _found(told)
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            says = "the record that was found is not in NetSuite's form"
            raise _unreadable(operation, says) from error

    def suiteql(self, query: str, params: Sequence[str | int] = ()) -> Iterator[suiteql.Row]:
        """Yield the rows of a query with ORDER BY, all values as text; see `suiteql.ask`."""
        return suiteql.ask(self._session, query, params)

    def sold_lines(self, orders: Sequence[str]) -> tuple[order_lines.SoldLine, ...]:
        """Return the lines of orders, by external id and key; raises as any read."""
        return order_lines.sold(self._session, orders)

    def journal(self, internal_id: str) -> journals.PostedJournal | None:
        """Return a journal entry by its internal id; None if there is none; raises as any read."""
        return journals.journal(self._session, internal_id)

    def transaction(self, internal_id: str) -> transactions.Transaction | None:
        """Return a transaction with a customer by its internal id; None if there is none."""
        return transactions.transaction(self._session, internal_id)

    def unplanned(self) -> plans.Unplanned:
        """Return what keeps revenue from being planned; raises as any read."""
        return plans.unplanned(self._session)

    def periods(self) -> tuple[Period, ...]:
        """Return the accounting periods that are months for posting, in order."""
        return suiteql.periods(self._session)

    def codes(self, kind: str) -> frozenset[str]:
        """
        Return the external ids of all active records of a kind: "item", "term" and others.

        Refused where the account has no such records, or does not show them to the role.
        """
        return suiteql.external_ids(self._session, kind)

    def item_rules(self) -> dict[str, str | None]:
        """Return the name of each active item's revenue recognition rule; Refused if not told."""
        return suiteql.item_rules(self._session)

    def ping(self) -> datetime:
        """
        Return NetSuite's own time, in UTC; that it answers shows that the credentials are good.

        Source: Oracle help, article_0528010158. Where it is refused, the date of another answer
        is taken: by the same clock, to the second.
        """
        try:
            written = self._system("serverTime").get("serverTime")
            return datetime.fromisoformat(written).astimezone(UTC)
        except Refused:
            return self._dated()
        except (TypeError, ValueError) as error:
            raise _unreadable("ping", "the answer holds no time") from error

    def governance(self) -> Governance:
        """
        Return the limits of concurrency; NetSuite refuses this to all but administrators.

        Source: Oracle help, article_0625010817.
        """
        told = self._system("governanceLimits")
        try:
            return Governance(
                account=int(told["accountConcurrencyLimit"]),
                unallocated=int(told["accountUnallocatedConcurrencyLimit"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise _unreadable("governance", "the answer holds no limits") from error

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def _dated(self) -> datetime:
        try:
            return parsedate_to_datetime(suiteql.answered_at(self._session)).astimezone(UTC)
        except ValueError as error:
            raise _unreadable("ping", "the answer has no date") from error

    def _system(self, name: str) -> Any:
        return self._session.read(Call(operation=name, method="GET", path=f"{_SYSTEM}/{name}"))


def _record(record_type: str, external_id: str) -> str:
    if not _RECORD_TYPE.fullmatch(record_type) or not _EXTERNAL_ID.fullmatch(external_id):
        raise ValueError(f"not a record type and external id: {record_type!r}, {external_id!r}")
    return f"{_RECORDS}/{record_type}/eid:{external_id}"


def _found(told: Mapping[str, Any]) -> Found:
    told_lines = told.get("item", {})
    whole = "items" in told_lines and not told_lines.get("hasMore", False)
    return Found(
        internal_id=str(int(told["id"])),
        digest=told.get(DIGEST_FIELD) or None,
        status=told["status"]["id"] if "status" in told else None,
        lines=tuple(_line(item) for item in told_lines["items"]) if whole else None,
    )


def _line(item: Mapping[str, Any]) -> FoundLine:
    return FoundLine(
        key=int(item["line"]),
        quantity=_number(item.get("quantity")),
        amount=_number(item.get("amount")),
        closed=item.get("isClosed", False) is True,
        first=_day(item.get("revRecStartDate")),
        last=_day(item.get("revRecEndDate")),
    )


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _unreadable(operation: str, says: str) -> Unavailable:
    return Unavailable(faults.SYSTEM, operation, "UNREADABLE", says)
