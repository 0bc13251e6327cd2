"""
The Salesforce adapter: what the bridge reads from an org, and the status it writes back.

simple-salesforce makes the calls, on our session. Two parts of it are left aside: `query_all_iter`
cannot take up a page where a connection ended, and SFType does not quote what stands in its
addresses; `query`, `query_more` and `restful` do the same with names that are checked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simple_salesforce.api import Salesforce as SimpleSalesforce

from bridge.adapters.retry import NOT_DONE, retrying
from bridge.adapters.salesforce import collecting, describing, glance, soql, told, writing
from bridge.adapters.salesforce.describing import Descriptions
from bridge.adapters.salesforce.faults import SYSTEM
from bridge.adapters.salesforce.paging import Heard, Query, unheard
from bridge.adapters.salesforce.quota import Quota
from bridge.adapters.salesforce.session import Counted, Session
from bridge.adapters.salesforce.soql import Window
from bridge.adapters.salesforce.writing import RowError
from bridge.errors import OutcomeUnknown, Refused, Unavailable
from bridge.mappers import roots
from bridge.mappers.graph import Graph, Road
from bridge.model.calendar import Clock, Sleep
from bridge.model.ids import eighteen
from bridge.model.record import ObjectDescription, Record, Scalar
from bridge.settings import SalesforceSettings

#: Rounds of 2,000 rows in one window; a window of more than ten million rows is a mistake.
_ROUNDS_MAX = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Org:
    """What holds for every record of the org."""

    id: str
    currency: str  #: ISO code; where there are several, the corporate currency
    multi_currency: bool
    time_zone: str  #: IANA name, such as "America/Los_Angeles"


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that was saved, deleted or undeleted in a window."""

    record_id: str
    keys: tuple[str | None, ...]  #: what stands at the end of each path; None for nothing
    modstamp: datetime
    deleted: bool


class Salesforce:
    """
    One org, for any number of threads.

    Reads are repeated within `settings.http`; every method may raise Misconfigured, Unavailable,
    Throttled (also before a call, when only the quota's reserve is left) or Refused.
    """

    def __init__(
        self,
        settings: SalesforceSettings,
        clock: Clock,
        sleep: Sleep,
        counted: Counted | None = None,
    ) -> None:
        """With what is `counted` by another client, what is told of calls is told of both."""
        self._session = Session(settings, clock, counted)
        self.counted = self._session.counted
        self.contact = self.counted.contact  #: how its last calls ended
        self._version = settings.api_version
        self._simple = SimpleSalesforce(
            instance=self._session.host,
            # The session holds the token and replaces this: nothing else can leak or outlive it.
            session_id="held-by-the-session",
            version=settings.api_version,
            session=self._session,
        )
        self._reading = retrying(settings.http, sleep)
        # What we write back are absolute values on known records, and a glance is posted and
        # reads: a repeat changes nothing, so here an unknown outcome may be repeated as well.
        self._writing = retrying(settings.http, sleep, on=(*NOT_DONE, OutcomeUnknown))
        self._descriptions = Descriptions(self._read_description, clock)
        self.user: str | None = None  #: the id of the caller, as the last ping told it

    @property
    def quota(self) -> Quota | None:
        """The org's quota of calls as last told; None before the first call."""
        return self._session.usage.quota

    def close(self) -> None:
        """Give the connections back."""
        self._session.close()

    def ping(self) -> datetime:
        """Make one call, and return the server's time, aware, in UTC."""
        # By the session: simple-salesforce keeps the headers of an answer to itself.
        response = self._reading(self._session.get, self._simple.base_url)
        self.user = told.user(response.content) or self.user
        return told.moment(response.headers.get("Date", ""))

    def org(self) -> Org:
        """
        Return the org's id, currency and time zone.

        Salesforce has no field for the one currency of an org with one; there the Connect API
        says it. An org with several shows CurrencyIsoCode where deals begin.
        """
        row = next(self.query("SELECT Id, TimeZoneSidKey FROM Organization"), None)
        if row is None:
            raise told.untold("time zone")
        root = roots.ORDER if self.knows(roots.ORDER.object) else roots.OPPORTUNITY
        several = "CurrencyIsoCode" in self.describe(root.object).fields
        return Org(
            id=eighteen(str(row["Id"])),
            currency=self._corporate_currency() if several else self._only_currency(),
            multi_currency=several,
            time_zone=str(row["TimeZoneSidKey"]),
        )

    def _corporate_currency(self) -> str:
        rows = tuple(self.query("SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true"))
        return told.currency(rows[0]["IsoCode"] if len(rows) == 1 else None)

    def _only_currency(self) -> str:
        try:
            answer = self._get("connect/organization")
        except Refused as error:
            raise told.untold("currency") from error
        features = answer.get("features") if isinstance(answer, Mapping) else None
        return told.currency(features.get("defaultCurrencyIsoCode") if features else None)

    def describe(self, object_: str) -> ObjectDescription:
        """
        Return every field of an object that the integration user may see.

        Kept for a quarter of an hour. Raises Refused (NOT_FOUND) where the org has no such object.
        """
        return self._descriptions.of(object_)

    def knows(self, object_: str) -> bool:
        """Whether the org has such an object and the integration user may see it."""
        return self._descriptions.known(object_) is not None

    def _read_description(self, object_: str) -> ObjectDescription:
        answer = self._get(f"sobjects/{soql.name(object_)}/describe")
        return describing.description(object_, answer)

    def _get(self, path: str) -> Any:
        return self._reading(self._simple.restful, path)

    def query(
        self, text: str, *, deleted: bool = False, heard: Heard = unheard
    ) -> Iterator[Mapping[str, Scalar]]:
        """
        Yield the rows of a SOQL query, flat, with exact numbers, over all pages.

        A parent's field stands under its path (`Product2.Name`). With `deleted`, rows in the
        recycle bin are among them. What goes wrong is raised while the rows are read.
        """
        yield from Query(self._simple, self._reading, text, deleted=deleted, heard=heard)

    def stirred(self, objects: Sequence[str], within: Window) -> tuple[str, ...]:
        """
        Return those of the objects of which anything may have been saved in the window.

        Costs a call for every five of them. Objects that the org does not have are not among
        them; one that cannot be asked in this way is, so that it is asked by itself.
        """
        held = [one for one in objects if self._descriptions.known(one) is not None]
        return tuple(
            name
            for part in glance.chunks(held)
            for name in glance.stirred(part, self._writing(self._glance, part, within))
        )

    def _glance(self, objects: Sequence[str], within: Window) -> Any:
        body = glance.body(objects, within, self._version)
        try:
            return self._simple.restful(glance.PATH, method="POST", data=body)
        except Refused:
            return None  # an org without composite calls is asked object by object

    def changed(self, object_: str, paths: Sequence[str], within: Window) -> tuple[Changed, ...]:
        """
        Return what was saved in the window, deleted records included, oldest first.

        A path leads from the record to an id: "OrderId", "Id", or through parents,
        "SBQQ__OrderProduct__r.OrderId". One over a field that the org does not have leads nowhere;
        an object that it does not have has no changes. The caller keeps the watermark: it advances
        to `within.upper` once all objects of the graph are stored. Formula fields change without a
        trace here, and records that were purged from the recycle bin are not seen: compare ids
        from time to time.
        """
        described = self._descriptions.known(object_)
        if described is None:
            return ()
        held = [path for path in paths if soql.first_field(path) in described.fields]
        found: list[Changed] = []
        for _ in range(_ROUNDS_MAX):
            after = (found[-1].modstamp, found[-1].record_id) if found else None
            text = soql.changes(object_, held, within, after)
            page = [_changed(row, paths) for row in self.query(text, deleted=True)]
            found += page
            if len(page) < soql.PAGE_ROWS:
                return tuple(found)
        raise Unavailable(SYSTEM, "changed", "ROUNDS", "the window has no end")

    def follow(self, road: Road, keys: Sequence[str]) -> tuple[str, ...]:
        """
        Return the ids to which a road leads from what its key holds, each once.

        Deleted records lead on, too. A hop over what the org does not have leads nowhere.
        """
        query = self._query_deleted
        reader = collecting.Reader(self._descriptions.known, query, query)
        return collecting.follow(road.hops, keys, reader)

    def _query_deleted(self, text: str) -> Iterator[Mapping[str, Scalar]]:
        return self.query(text, deleted=True)

    def collect(self, graph: Graph, deals: Sequence[str]) -> tuple[Record, ...]:
        """
        Return the roots of deals and all records that the graph reaches from them, each once.

        Every described field is read, save compound addresses, locations and base64. A step over
        an object or field that the org lacks finds nothing. A batch costs a call for each step that
        has something to look for, more for over 200 values or too many columns for one line.
        """
        reader = collecting.Reader(self._descriptions.known, self.query, self._query_deleted)
        try:
            return collecting.collect(graph, deals, reader)
        except Refused as error:
            if error.code == "INVALID_FIELD":
                self._descriptions.forget()  # a field was removed since: the next pass sees it
            raise

    def write_back(
        self, object_: str, rows: Sequence[Mapping[str, Scalar]]
    ) -> tuple[RowError, ...]:
        """
        Write these fields of existing records, each row with its `Id`; return the rows that failed.

        Rows stand for themselves: one that fails leaves the others written. Values are absolute,
        so the whole call may be repeated. Raises OutcomeUnknown where no answer comes to the end.
        """
        named = soql.name(object_)
        return tuple(
            error
            for part in writing.chunks(rows)
            for error in self._writing(self._write, named, part)
        )

    def upsert(
        self, object_: str, key: str, rows: Sequence[Mapping[str, Scalar]]
    ) -> tuple[RowError, ...]:
        """
        Write records that an external id names, each row with it; return the rows that failed.

        Records that are not there are created, once: a repeat finds them. Else as `write_back`.
        """
        path = f"{writing.PATH}/{soql.name(object_)}/{soql.name(key)}"
        return tuple(
            error
            for part in writing.chunks(rows)
            for error in self._writing(self._upsert, path, writing.upsert_body(object_, part), part)
        )

    def _upsert(self, path: str, body: bytes, rows: writing.Rows) -> tuple[RowError, ...]:
        key = path.rpartition("/")[2]
        answer = self._simple.restful(path, method="PATCH", data=body)
        return writing.row_errors(rows, answer, key)

    def held(
        self, object_: str, field: str, values: Sequence[str], also: Sequence[str]
    ) -> dict[str, Mapping[str, Scalar]]:
        """Return the records with one of these values in a field, by it, with further fields."""
        columns = tuple(dict.fromkeys(("Id", field, *also)))
        texts = soql.selects(object_, columns, field, values)
        return {str(row[field]): row for text in texts for row in self.query(text)}

    def _write(self, object_: str, rows: writing.Rows) -> tuple[RowError, ...]:
        body = writing.body(object_, rows)
        answer = self._simple.restful(writing.PATH, method="PATCH", data=body)
        return writing.row_errors(rows, answer)


def _changed(row: Mapping[str, Scalar], paths: Sequence[str]) -> Changed:
    held = (row.get(path) for path in paths)
    return Changed(
        record_id=eighteen(str(row["Id"])),
        keys=tuple(eighteen(str(one)) if one else None for one in held),
        modstamp=datetime.fromisoformat(str(row["SystemModstamp"])),
        deleted=bool(row.get("IsDeleted")),
    )
