"""What people do in NetSuite by hand: edit orders, make orders and journals, hold plans."""

from decimal import Decimal

from bridge.adapters.netsuite.session import Call
from bridge.mappers.read.seeds import seed_id
from bridge.model.ids import canonical
from tests.stories.reconciling.drawing.histories import Journal, Told
from tests.stories.reconciling.drawing.sold.packages import Package
from tests.stories.reconciling.drawing.worth.currencies import CONTRACTED
from tests.stories.stand import Stand, order

ANA = "Ana Example"
_SUBSIDIARIES = {"USD": "US-INC", "EUR": "DE-GMBH"}


def agree_on_a_rate(stand: Stand, told: Told | Package, name: str) -> None:
    """Somebody gives an order in another currency the rate of its contract."""
    if told.is_foreign:
        rate = Decimal(CONTRACTED)
        stand.change_in_netsuite(f"salesOrder/eid:{named(name)}", exchangeRate=rate)


def change_the_first_line(stand: Stand, told: Told, **fields: object) -> None:
    """Change what NetSuite has of the first line of a contract, as its page does."""
    name = named(told.orders[0])
    items = [{"line": number_of_the_first_line(stand, told), **fields}]
    by_hand(stand, "PATCH", f"salesOrder/eid:{name}", item={"items": items})


def number_of_the_first_line(stand: Stand, told: Told) -> int:
    """Return which line of its order in NetSuite is the first one of a contract."""
    source = seed_id("OrderItem", f"OI-{told.lines[0].key}-{told.name}")
    lines = stand.orders()[named(told.orders[0])]["item"]["items"]
    [number] = [int(one["line"]) for one in lines if one["custcol_bridge_line"] == source]
    return number


def named(name: str) -> str:
    """The order in NetSuite that an order of Salesforce becomes."""
    return f"bridge-{order(name)}-so-1"


def units(minor: int) -> Decimal:
    """Return cents as NetSuite has amounts."""
    return Decimal(minor) / 100


def by_hand(stand: Stand, method: str, path: str, **fields: object) -> None:
    """Do something in NetSuite as a person or another integration does."""
    call = Call(
        operation="by hand",
        method=method,
        path=f"/services/rest/record/v1/{path}",
        headers={"Content-Type": "application/json"},
        body=canonical(fields) if fields else None,
    )
    assert stand.ends.netsuite._session.write(call).status == 204


def make_an_order(stand: Stand, name: str, minor: int) -> None:
    """Somebody makes an order of a year that stands for nothing in Salesforce."""
    line = {
        "line": 1,
        "item": {"externalId": "SUB-ULT"},
        "quantity": 1,
        "amount": units(minor),
        "revRecStartDate": "2026-01-01",
        "revRecEndDate": "2026-12-31",
    }
    by_hand(
        stand,
        "POST",
        "salesOrder",
        externalId=name,
        entity={"externalId": _customer(stand)},
        subsidiary={"externalId": "US-INC"},
        currency={"externalId": "USD"},
        tranDate="2026-01-01",
        orderStatus={"id": "B"},
        item={"items": [line]},
    )


def _customer(stand: Stand) -> str:
    (one,) = stand._records(stand.world.netsuite.url, "customer")[:1]
    return str(one["externalId"])


def make_a_journal(stand: Stand, journal: Journal) -> str:
    """Somebody books revenue, with a word about it or without; return the internal id."""
    more, less = ("credit", "debit") if journal.minor > 0 else ("debit", "credit")
    amount = units(abs(journal.minor))
    sides = [
        {"line": 0, "account": "2500 Deferred Revenue", less: amount, "memo": journal.memo},
        {"line": 1, "account": "4000 Revenue", more: amount, "memo": journal.memo},
    ]
    by_hand(
        stand,
        "POST",
        "journalEntry",
        subsidiary={"externalId": _SUBSIDIARIES[journal.currency]},
        currency={"externalId": journal.currency},
        tranDate=f"2026-{journal.month:02}-{journal.day}",
        memo=journal.memo,
        line={"items": sides},
    )
    return str(stand._records(stand.world.netsuite.url, "journalEntry")[-1]["id"])


def hold(stand: Stand, name: str) -> None:
    """A script of the account puts the plans of an order on hold."""
    url = stand.world.netsuite.url
    number = stand.orders()[name]["id"]
    elements = {
        one["id"]
        for one in stand._records(url, "revenueElement")
        if one["sourceRecord"]["id"] == number
    }
    for plan in stand._records(url, "revenuePlan"):
        if plan["createdFrom"]["id"] in elements and plan["revenuePlanType"] == "ACTUAL":
            held = {"revenuePlan": plan["id"], "holdRevenueRecognition": True}
            stand.ends.netsuite._session.write(_to_script(held))


def _to_script(body: dict[str, object]) -> Call:
    return Call(
        operation="by hand",
        method="PUT",
        path="/app/site/hosting/restlet.nl",
        query={"script": "1", "deploy": "1"},
        headers={"Content-Type": "application/json"},
        body=canonical(body),
    )
