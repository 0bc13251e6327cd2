"""Approved orders, and the transactions that are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bridge.sandbox.netsuite import seeds
from bridge.sandbox.netsuite.jsontext import write
from bridge.sandbox.netsuite.seeds import Seed
from tests.sandbox.netsuite.client import ACME, NetSuite, an_order, detail, exact, line

DONE = 204
APPROVED = {"orderStatus": {"id": "B"}}
#: Goods: unlike the default items they are shipped.
GOODS = {
    "type": "nonInventorySaleItem",
    "externalId": "ROUTER",
    "itemId": "ROUTER",
    "isFulfillable": True,
}


def account(*records: Mapping[str, object], **settings: object) -> Seed:
    """Return the contents of an account with goods, further records and these settings."""
    written = write({"records": [GOODS, *records], "settings": settings}).encode()
    return seeds.read(written, "test", seeds.default()).add_customers({ACME: "ACME"})


def goods(quantity: int, amount: int, **fields: object) -> dict[str, object]:
    return line("goods", item={"externalId": "ROUTER"}, quantity=quantity, amount=amount, **fields)


def service(quantity: int, amount: int, **fields: object) -> dict[str, object]:
    return line("service", quantity=quantity, amount=amount, **fields)


def ordered(netsuite: NetSuite, *lines: object, **fields: object) -> str:
    """Post an approved order; return its internal id."""
    body = an_order(*lines, **{**APPROVED, **fields})
    return made(netsuite.call("POST", "/salesOrder", json=body))


def made(answer: Any) -> str:
    """Return the internal id of what was just created."""
    assert answer.status_code == DONE, answer.text
    return str(answer.headers["Location"].rsplit("/", 1)[1])


def transformed(netsuite: NetSuite, source: str, wanted: str, body: object = None) -> Any:
    """Transform `salesOrder/5001`, and return the answer as it is."""
    return netsuite.call("POST", f"/{source}/!transform/{wanted}", json=body)


def follow(netsuite: NetSuite, source: str, wanted: str, *lines: object, **fields: object) -> str:
    """Transform `salesOrder/5001` with some lines; return the address of what comes of it."""
    body = {"item": {"items": list(lines)}, **fields} if lines else fields or None
    return f"{wanted}/{made(transformed(netsuite, source, wanted, body))}"


def of(key: int, quantity: object = None, **fields: object) -> dict[str, object]:
    """Name a line of the source."""
    taken = {} if quantity is None else {"quantity": quantity}
    return {"orderLine": key, **taken, **fields}


def read(netsuite: NetSuite, address: str) -> Any:
    answer = netsuite.call("GET", f"/{address}?expandSubResources=true")
    assert answer.status_code == 200, answer.text
    return exact(answer)


def status(netsuite: NetSuite, address: str) -> str:
    return str(read(netsuite, address)["status"]["id"])


def lines(netsuite: NetSuite, address: str, *names: str) -> list[tuple[Any, ...]]:
    return [
        tuple(one.get(name) for name in names) for one in read(netsuite, address)["item"]["items"]
    ]


def refusal(answer: Any) -> str:
    """Return the sentence of a refused business rule, without the words before all of them."""
    assert answer.status_code == 400, answer.text
    said = detail(answer)
    assert said["o:errorCode"] in {"USER_ERROR", "INVALID_CONTENT"}
    return str(said["detail"]).removeprefix("Error while accessing a resource. ")


def money(text: str) -> Decimal:
    return Decimal(text)
