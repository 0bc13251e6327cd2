"""One request to the port: what is asked, of which account, in which version."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bridge.sandbox.journal import Change, Effect, note
from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.store import Record
from bridge.sandbox.netsuite.soap.faults import RecordError, no_such_type, unreadable
from bridge.sandbox.netsuite.soap.records.entities import Entities, Entity
from bridge.sandbox.netsuite.soap.records.refusals import missing
from bridge.sandbox.netsuite.soap.records.scalars import whole_number
from bridge.sandbox.netsuite.soap.records.showing import Show
from bridge.sandbox.netsuite.soap.search.deletions import Deletions
from bridge.sandbox.netsuite.soap.search.fields import Searches
from bridge.sandbox.netsuite.soap.search.found import Found, Preferences
from bridge.sandbox.netsuite.soap.search.pages import Pages
from bridge.sandbox.netsuite.soap.versions import urn
from bridge.sandbox.netsuite.soap.xmlread import Node

_CORE = "platformCore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What all requests to the port have in common."""

    account: Account
    account_name: str  #: in the form of the realm
    entities: Entities
    searches: Searches
    pages: Pages[Found]
    deletions: Deletions


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request: what is asked, by whom, in which version."""

    desk: Desk
    request: web.Request
    version: str
    asked: Node
    preferences: Preferences

    @property
    def origin(self) -> str:
        """Return where the caller reached the server, "https://host"."""
        return origin(self.request)

    @property
    def show(self) -> Show:
        """Return how whole records are shown."""
        return Show(store=self.desk.account.store)

    def note(self, record: Record, change: Change) -> None:
        """Write down what the request did to a record."""
        note(self.request, Effect(record.type.name, record.external_id, record.id, change))

    def entity(self, node: Node) -> Entity:
        """
        Return the type of a record that was sent.

        Raises:
            SoapFault: the schemas have no such type.
        """
        space, name = node.type or (urn(_CORE, self.version), "Record")
        found = self.desk.entities.of_type(space, name, self.version)
        if found is None:
            raise no_such_type(space[:200], name[:80], node.name)
        return found

    def required(self, name: str) -> Node:
        """
        Return a part of what is asked.

        Raises:
            SoapFault: it is missing.
        """
        found = self.asked.child(name)
        if found is None:
            raise unreadable(f"Missing element {name} in {self.asked.name}")
        return found

    def page_index(self) -> int:
        """
        Return the number of the page that is asked for, from 1.

        Raises:
            SoapFault: it is no number.
        """
        return whole_number(self.required("pageIndex").text)

    def find(self, ref: Node) -> tuple[Entity, Record]:
        """
        Find the record of a reference.

        Raises:
            RecordError: its type is unknown, or there is no such record.
        """
        entity = self.referred(ref)
        record = self.lookup(
            entity, ref.attributes.get("internalId"), ref.attributes.get("externalId")
        )
        if record is None:
            raise missing()
        return entity, record

    def referred(self, ref: Node) -> Entity:
        """
        Return the type of record that a reference names.

        Raises:
            RecordError: it names none that the account has.
        """
        wanted = ref.attributes.get("type", "")
        entity = self.desk.entities.of_record(wanted)
        if entity is None:
            raise RecordError("INVALID_RCRD_TYPE", f"Invalid record type {wanted[:80]}.".strip())
        return entity

    def lookup(
        self, entity: Entity, internal_id: str | None, external_id: str | None
    ) -> Record | None:
        """Find a record by internal or external id; the internal one wins."""
        store = self.desk.account.store
        if internal_id:
            found = store.get(entity.type.family, internal_id)
        elif external_id and entity.layout.external:
            found = store.by_external_id(entity.type.family, external_id)
        else:
            return None
        return found if found is not None and found.type.name == entity.type.name else None


def origin(request: web.Request) -> str:
    """Return where the caller reached the server; a TLS front says that it stood between."""
    secure = request.headers.get("X-Forwarded-Proto") == "https"
    return f"{'https' if secure else request.scheme}://{request.host}"
