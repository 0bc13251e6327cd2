"""The addresses of the port: WSDL, schemas, and the one address that takes all operations."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache, partial

from aiohttp import web

from bridge.sandbox.journal import entry_of
from bridge.sandbox.memory import CHANGES_NOTHING, DONE_AT
from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.credentials import Credentials
from bridge.sandbox.netsuite.soap import faults, wsdl, xsd
from bridge.sandbox.netsuite.soap.envelope import Message, answer, fault_answer, message
from bridge.sandbox.netsuite.soap.faults import SoapFault
from bridge.sandbox.netsuite.soap.layout.messages import OPERATIONS
from bridge.sandbox.netsuite.soap.operations import (
    account_facts,
    deletions,
    postings,
    reads,
    searching,
    selects,
    writes,
)
from bridge.sandbox.netsuite.soap.operations.call import Call, Desk, origin
from bridge.sandbox.netsuite.soap.passport import Passports
from bridge.sandbox.netsuite.soap.records.entities import Entities
from bridge.sandbox.netsuite.soap.schemas import schemas
from bridge.sandbox.netsuite.soap.search.deletions import Deletions
from bridge.sandbox.netsuite.soap.search.fields import Searches
from bridge.sandbox.netsuite.soap.search.found import preferences
from bridge.sandbox.netsuite.soap.search.pages import Pages
from bridge.sandbox.netsuite.soap.versions import HOMES, PORT_PREFIX, is_served
from bridge.sandbox.netsuite.soap.xmlwrite import Tag

_DOCUMENTS_KEPT = 128
#: What the account tells to anybody: a client asks for it before it can log in.
_OPEN_OPERATIONS = frozenset({"getDataCenterUrls"})

#: Beginnings of the names of operations that change records.
_WRITING = ("add", "update", "upsert", "delete")

_DONE_BY: Mapping[str, Callable[[Call], Awaitable[Tag]]] = {
    "add": writes.add,
    "addList": writes.add_list,
    "update": writes.update,
    "updateList": writes.update_list,
    "upsert": writes.upsert,
    "upsertList": writes.upsert_list,
    "delete": writes.delete,
    "deleteList": writes.delete_list,
    "get": reads.get,
    "getList": reads.get_list,
    "getAll": reads.get_all,
    "getSelectValue": selects.get_select_value,
    "search": searching.search,
    "searchMoreWithId": searching.search_more_with_id,
    "getDeleted": deletions.get_deleted,
    "getServerTime": account_facts.get_server_time,
    "getDataCenterUrls": account_facts.get_data_center_urls,
    "getPostingTransactionSummary": postings.get_posting_transaction_summary,
    "getAccountGovernanceInfo": account_facts.get_account_governance_info,
    "getIntegrationGovernanceInfo": account_facts.get_integration_governance_info,
}


class SoapPort:
    """SOAP web services over the records of an account."""

    def __init__(self, account: Account, credentials: Credentials) -> None:
        self._account = account
        self._passports = Passports(credentials)
        entities = Entities(account.types)
        searches = Searches(entities)
        # Few clients read the schemas, and none waits for them at the start.
        self._schemas = lru_cache(1)(partial(schemas, entities, searches))
        self._desk = Desk(
            account=account,
            account_name=credentials.account,
            entities=entities,
            searches=searches,
            pages=Pages(credentials.account),
            deletions=Deletions(account.clock),
        )
        account.store.on_removal.append(self._desk.deletions.note)
        self._wsdl = lru_cache(_DOCUMENTS_KEPT)(wsdl.document)
        self._xsd = lru_cache(_DOCUMENTS_KEPT)(self._schema)

    def add_routes(self, app: web.Application) -> None:
        """Add the addresses to an application."""
        app.router.add_get("/wsdl/v{version}_0/netsuite.wsdl", self.show_wsdl)
        app.router.add_get("/xsd/{folder}/v{version}_0/{file}.xsd", self.show_xsd)
        app.router.add_post(PORT_PREFIX + "{version}", self.take)

    async def show_wsdl(self, request: web.Request) -> web.Response:
        """Answer the WSDL of a version, with addresses as the caller reached it."""
        version = request.match_info["version"]
        if not is_served(version):
            raise web.HTTPNotFound
        return _document(self._wsdl(version, origin(request)))

    async def show_xsd(self, request: web.Request) -> web.Response:
        """Answer a schema of a version."""
        version = request.match_info["version"]
        place = (request.match_info["folder"], request.match_info["file"])
        for home in HOMES.values():
            if (home.folder, home.file) == place and is_served(version):
                return _document(self._xsd(home.prefix, version, origin(request)))
        raise web.HTTPNotFound

    async def take(self, request: web.Request) -> web.Response:
        """Do an operation."""
        version = request.match_info["version"]
        request[CHANGES_NOTHING] = True
        try:
            asked = message(await request.read(), version)
            return await self._done(request, asked, version)
        except SoapFault as fault:
            return fault_answer(fault, version)

    async def _done(self, request: web.Request, asked: Message, version: str) -> web.Response:
        """
        Do an operation for who may ask for it.

        Raises:
            SoapFault: the caller may not come in, or the request cannot be read.
        """
        name = asked.operation.name
        entry = entry_of(request)
        if entry is not None:
            entry.operation = name[:60]
        if name not in OPERATIONS:
            raise faults.SoapFault(f"No such operation '{name[:60]}'", at="Client")
        if name not in _OPEN_OPERATIONS:
            # What is recalled was signed when it was done first.
            now = request.get(DONE_AT) or self._account.clock.now()
            self._passports.check(asked.header, now.timestamp())
        _check_count(asked)
        request[CHANGES_NOTHING] = not name.startswith(_WRITING)
        call = Call(
            desk=self._desk,
            request=request,
            version=version,
            asked=asked.operation,
            preferences=preferences(asked.header),
        )
        done = await _DONE_BY[name](call)
        return answer(name, done, version, self._desk.pages.new_id())

    def _schema(self, prefix: str, version: str, where: str) -> str:
        definitions = self._schemas().get(prefix, ())
        return xsd.document(HOMES[prefix], list(definitions), version, where)


def _check_count(asked: Message) -> None:
    most = OPERATIONS[asked.operation.name].most
    given = len(asked.operation.children)
    if most is not None and given > most:
        raise faults.too_many_records(most, given)


def _document(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/xml", charset="utf-8")
