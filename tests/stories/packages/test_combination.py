"""
Two contracts of one customer that were negotiated as one: a discount in one is spread over both.

100 seats of ENT are sold for the 120,000.00 that they are worth a year, 50 of ULT for 60,000.00,
worth 100,000.00. As one contract the 180,000.00 are shared by 120 and 100: 98,181.82 and 81,818.18.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bridge.adapters.store.deals import KnownDocument
from bridge.flow.deciding import Deciding
from bridge.flow.merging.approving import among, approve
from bridge.flow.outcomes import giving_back
from bridge.model.document import Kind, State
from tests.stories.corrections.test_reissued import RIGHT
from tests.stories.stand import UPSELL, Stand, a_stand, order
from tests.stories.test_merged_contracts import approve_order, close, in_netsuite, summed
from tests.translate.merging.contracts import BY_FAIR_VALUE, files

ANA = "Ana Example"
STANDING = {"Account", "Product2"}
WORTH = {"SUB-ENT": 1200, "SUB-ULT": 2000}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped rules of an account that merges, where packages are combined."""
    copied = Path(shutil.copytree("config/rules", tmp_path_factory.mktemp("packages") / "rules"))
    texts = files("separate_contract", BY_FAIR_VALUE)
    combined = texts["combinations.yaml"].replace("[not blank, review]", "[not blank, combine]")
    for name, text in {**texts, "combinations.yaml": combined}.items():
        (copied / name).write_text(text, encoding="utf-8")
    return copied


@contextmanager
def opened(folder: Path, rules: Path) -> Iterator[Stand]:
    """The first of March, with all months of this year open, in an account that allocates."""
    seed = json.loads(UPSELL.read_text(encoding="utf-8"))
    seed["records"] = [one for one in seed["records"] if one["type"] in STANDING]
    org = folder / "org.json"
    org.write_text(json.dumps(seed), encoding="utf-8")
    with a_stand(folder, org, rules=rules, merges=True) as stand:
        months = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
        shut = [{"type": "accountingPeriod", "externalId": one, "closed": True} for one in months]
        shared = [
            {"type": "serviceSaleItem", "externalId": code, "VSOESopGroup": {"id": "NORMAL"}}
            for code in WORTH
        ]
        prices = [
            {"type": "fairValuePrice", "item": {"externalId": code}, "fairValue": worth}
            for code, worth in WORTH.items()
        ]
        in_netsuite(stand, "records", {"records": [*shut, *shared, *prices]})
        yield stand


def contract(name: str, *, product: str, seats: int, amount: str) -> list[dict[str, Any]]:
    """Return the records of a contract of 2026, its order that of the worked upsell before it."""
    text = UPSELL.read_text(encoding="utf-8")
    records = json.loads(text)["records"]
    own = json.dumps(
        [one for one in records if "B1" not in one["key"] and one["type"] not in STANDING]
    )
    for old, new in (
        ("-B0", f"-{name}"),
        ("C-B", f"C-{name}"),
        ("@P-ENT", f"@P-{product}"),
        ('"100"', f'"{seats}"'),
        ("120000.00", amount),
    ):
        own = own.replace(old, new)
    found: list[dict[str, Any]] = json.loads(own)
    return found


def arrive(stand: Stand, name: str, **order: object) -> None:
    """Let sales activate the order of one of the two contracts, and declare the package."""
    sold = {
        "ENT": contract("ENT", product="ENT", seats=100, amount="120000.00"),
        "ULT": contract("ULT", product="ULT", seats=50, amount="60000.00"),
    }
    declared = {"Package__c": "P-7", "Package_Contracts__c": 2, **order}
    stand.arrive(*sold[name], {"type": "Order", "key": f"O-{name}", **declared})


def merges(stand: Stand) -> list[KnownDocument]:
    """All merge requests that stand, of whatever deal."""
    with stand.ends.store.reading() as view:
        whole = [view.deals.whole(one.id) for one in view.deals.all()]
    return [
        document
        for deal in whole
        for document in (deal.documents if deal else ())
        if document.kind is Kind.MERGE_REQUEST
    ]


def so(stand: Stand, name: str) -> str:
    (found,) = (one for one in stand.deal(f"O-{name}").documents if one.kind is Kind.SALES_ORDER)
    return found.external_id


def by_item(stand: Stand) -> dict[str, dict[str, Decimal]]:
    """What NetSuite posted or plans of each item by month; what is overdue comes in February."""
    told = stand.ends.netsuite.suiteql(
        "SELECT r.id, i.itemid AS item, r.amount, r.postingperiod AS posted, "
        "TO_CHAR(a.startdate, 'YYYY-MM') AS month "
        "FROM revenueelement e JOIN revenueplan p ON p.createdfrom = e.id "
        "JOIN revenueplanplannedrevenue r ON r.revenueplan = p.id JOIN item i ON i.id = e.item "
        "JOIN accountingperiod a ON a.id = NVL(r.postingperiod, r.plannedperiod) "
        "WHERE p.revenueplantype = 'ACTUAL' ORDER BY r.id"
    )
    rows: dict[str, list[tuple[str, str]]] = {}
    for row in told:
        month = str(row["month"]) if "posted" in row else max(str(row["month"]), "2026-02")
        rows.setdefault(str(row["item"]), []).append((month, str(row["amount"])))
    return {item: summed(each) for item, each in rows.items()}


def predicted(stand: Stand, name: str) -> dict[str, Decimal]:
    """What the bridge predicts of the order of one contract, as the merge moved it."""
    order = so(stand, name)
    (request,) = merges(stand)
    moved = {line["key"] for line in request.lines if line["fields"]["document"] == order}
    (own,) = (one for one in stand.deal(f"O-{name}").documents if one.external_id == order)
    plans = [*own.schedules, *(one for one in request.schedules if one["line"] in moved)]
    return summed((at, amount) for plan in plans for at, amount in plan["periods"].items())


def months(each: str, last: str) -> dict[str, str]:
    """From March to November alike, and in December the odd cents."""
    return {**{f"2026-{month:02}": each for month in range(3, 12)}, "2026-12": last}


def agree(stand: Stand) -> None:
    (request,) = merges(stand)
    approve(stand.ends.store, request.external_id, by=ANA, reason="one deal", entitled=among([ANA]))


def test_a_package_is_merged_once_whichever_contract_comes_last(
    tmp_path: Path, rules: Path
) -> None:
    with opened(tmp_path, rules) as stand:
        # By its id ULT is the last of the two; it comes first, and its January is posted.
        arrive(stand, "ULT")
        assert stand.sync().posted_now == 1
        approve_order(stand, so(stand, "ULT"))
        close(stand, "2026-01")
        assert stand.sync().posted_now == 0
        assert merges(stand) == []
        arrive(stand, "ENT")
        assert stand.sync().posted_now == 1
        approve_order(stand, so(stand, "ENT"))
        stand.sync()
        (request,) = merges(stand)
        assert request.state is State.BLOCKED
        agree(stand)
        assert stand.sync().posted_now == 1
        assert stand.sync().posted_now == 0
        assert [one.state for one in merges(stand)] == [State.ACKNOWLEDGED]
        assert stand.codes() == []
        with stand.ends.store.reading() as view:
            told = giving_back.objection(view, stand.deal("O-ULT"))
        assert told == "its contract is one of the package P-7"
        # January of ULT is posted at 5,000.00; February makes two twelfths whole of either.
        ult = {"2026-01": "5000.00", "2026-02": "8636.36", **months("6818.18", "6818.20")}
        ent = {"2026-02": "16363.64", **months("8181.82", "8181.80")}
        for name, wanted in (("ULT", ult), ("ENT", ent)):
            amounts = {month: Decimal(amount) for month, amount in wanted.items()}
            assert by_item(stand)[f"SUB-{name}"] == amounts
            assert predicted(stand, name) == amounts
        assert stand.position() == {"booked": "180000.00", "ordered": "180000.00"}


def test_a_package_does_not_wait_in_silence_for_a_contract_that_was_rejected_unread(
    tmp_path: Path, rules: Path
) -> None:
    with opened(tmp_path, rules) as stand:
        arrive(stand, "ENT")
        arrive(stand, "ULT", TotalAmount="61000.00", Package__c=None)
        stand.sync()
        stand.arrive({"type": "Order", "key": "O-ULT", "Package__c": "P-7"})
        stand.sync()
        assert stand.codes() == [("TOTALS_DIFFER", "60000.00")]
        (about,) = (case.id for case in stand.cases())
        Deciding(stand.ends.store, "Ana").rejected(about, "a trial run")
        ends = (stand.ends.netsuite, stand.edition.rulebook)
        Deciding(stand.ends.store, "Ben").confirm(about, "so it is", ends)
        stand.sync()
        stand.sync()
        (case,) = stand.cases()
        assert (case.deal, case.code) == (order("O-ENT"), "PACKAGE_INCOMPLETE")
        assert "has 1 of 2 contracts in the books" in case.flags[0].says
        assert "(60,000.00 USD, rejected: a trial run" in case.flags[0].says


def test_a_package_is_merged_though_its_order_was_told_words_before(
    tmp_path: Path, rules: Path
) -> None:
    with opened(tmp_path, rules) as stand:
        arrive(stand, "ULT")
        stand.sync()
        approve_order(stand, so(stand, "ULT"))
        stand.arrive({"type": "Order", "key": "O-ULT", "PoNumber": "PO-7"})
        assert stand.sync().posted_now == 1
        arrive(stand, "ENT")
        stand.sync()
        approve_order(stand, so(stand, "ENT"))
        stand.sync()
        assert [one.state for one in merges(stand)] == [State.BLOCKED]
        stand.sync()  # while it waits, what was told of the order stays beside it
        agree(stand)
        assert stand.sync().posted_now == 1
        assert [one.state for one in merges(stand)] == [State.ACKNOWLEDGED]
        told = [one.kind for one in stand.deal("O-ULT").documents]
        assert sorted(told) == sorted([Kind.SALES_ORDER, Kind.ORDER_CHANGE, Kind.MERGE_REQUEST])
        assert stand.codes() == []


@pytest.mark.parametrize("invoiced", [True, False])
def test_a_package_takes_what_was_given_back_of_its_contracts(
    tmp_path: Path, rules: Path, *, invoiced: bool
) -> None:
    own = Path(shutil.copytree(rules, tmp_path / "rules"))
    corrections, late = own / "corrections.yaml", "found-late: [yes, -, -, no, no, {}]"
    text = corrections.read_text(encoding="utf-8")
    reissued = text.replace(late.format("review"), late.format("return_and_reissue"))
    corrections.write_text(reissued, encoding="utf-8")
    with opened(tmp_path, own) as stand:
        stand.ends.netsuite.dates_follow_lines = True
        arrive(stand, "ENT")
        stand.sync()
        first = so(stand, "ENT")
        approve_order(stand, first)
        if invoiced:
            held = stand.orders()[first]["id"]
            stand.ends.netsuite.derive(("salesOrder", held), "invoice", b"{}")
        stand.later(1000)
        stand.sync()
        stand.arrive(*json.loads(json.dumps(RIGHT).replace("B0", "ENT")))
        assert stand.sync().posted_now == 2
        approve_order(stand, first.replace("so-1", "so-2"))
        arrive(stand, "ULT")
        stand.sync()
        approve_order(stand, so(stand, "ULT"))
        stand.sync()
        (request,) = merges(stand)
        # 108,000.00 and 60,000.00 are shared by 120 and 100; 168,000.00 x 100 / 220
        moved = sum(
            Decimal(amount)
            for plan in request.schedules
            for line in request.lines
            if line["key"] == plan["line"] and line["fields"]["document"] == so(stand, "ULT")
            for amount in plan["periods"].values()
        )
        assert moved == Decimal("16363.64")
        assert stand.codes() == []
