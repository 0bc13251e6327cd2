"""The SuiteQL end point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from aiohttp import web

from bridge.sandbox.faults import Fault
from bridge.sandbox.netsuite import jsontext
from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import (
    Pointer,
    Refusal,
    invalid_content,
    invalid_header,
    invalid_parameter,
    resource,
)
from bridge.sandbox.netsuite.paging import page_of
from bridge.sandbox.netsuite.records.views import listing
from bridge.sandbox.netsuite.suiteql.cells import Cell, text
from bridge.sandbox.netsuite.suiteql.execution import run
from bridge.sandbox.netsuite.suiteql.parser import parse
from bridge.sandbox.netsuite.suiteql.syntax import QueryInvalid
from bridge.sandbox.netsuite.suiteql.tables import Tables
from bridge.sandbox.strikes import fault_of

SUITEQL_PATH = "/services/rest/query/v1/suiteql"
_EXPONENT_MAX = 40


class SuiteQL:
    """Answer queries over the records of an account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._tables = Tables(account)

    def add_routes(self, app: web.Application) -> None:
        """Add the end point to an application."""
        app.router.add_post(SUITEQL_PATH, self.query)

    async def query(self, request: web.Request) -> web.Response:
        """
        Answer one page of a query's result; all values are texts.

        Raises:
            Refusal: no `Prefer: transient`, a body that is no query, or a query that fails.
        """
        if "transient" not in request.headers.get("Prefer", "").lower():
            raise invalid_header(
                "The required request header 'Prefer' is missing or its value is not 'transient'.",
                "Prefer",
            )
        page = page_of(request)
        query, parameters = _read(await request.read())
        try:
            found = run(parse(query), self._tables, parameters, self._account.clock.now())
        except QueryInvalid as error:
            raise _search_error(str(error)) from error
        except RecursionError as error:
            raise _search_error("The query is nested too deep.") from error
        most = self._account.settings.suiteql_rows_max
        if len(found) > most:
            raise invalid_parameter(f"The result exceeds {most} rows.", "q")
        again = fault_of(request) is Fault.DUPLICATE_PAGE
        items = [self._shown(row) for row in (page.before() if again else page).of(found)]
        total = len(found)
        body = listing(items, total=total, offset=page.offset)
        return resource({"links": page.links(total), **body}, "collection")

    def _shown(self, row: Mapping[str, Cell]) -> dict[str, object]:
        omitted = self._account.settings.nulls_are_omitted
        texts = {name: text(cell) for name, cell in row.items()}
        kept = {name: shown for name, shown in texts.items() if shown is not None or not omitted}
        return {"links": [], **kept}


def _read(body: bytes) -> tuple[str, Sequence[Cell]]:
    try:
        written = jsontext.read(body)
    except jsontext.JsonInvalid as error:
        raise invalid_content(str(error)) from error
    if not isinstance(written, Mapping) or not isinstance(written.get("q"), str):
        raise invalid_content("Provide an object with the query in q.", "q")
    parameters = written.get("params", [])
    if not isinstance(parameters, list):
        raise invalid_content("Provide the parameters as a list.", "params")
    return written["q"], [_parameter(one, n) for n, one in enumerate(parameters)]


def _parameter(written: object, position: int) -> Cell:
    if isinstance(written, bool):
        return "T" if written else "F"
    if isinstance(written, int | Decimal) and abs(Decimal(written).adjusted()) < _EXPONENT_MAX:
        return Decimal(written)
    if written is None or isinstance(written, str):
        return written
    raise invalid_content("Provide parameters as texts or numbers.", f"params[{position}]")


def _search_error(says: str) -> Refusal:
    return Refusal(
        400,
        "INVALID_PARAMETER",
        f"Search error occurred: {says}",
        at=Pointer("o:errorQueryParam", "q"),
        title="Invalid search query",
    )
