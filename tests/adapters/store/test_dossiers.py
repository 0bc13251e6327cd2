import zlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bridge.adapters.store.dossiers import Unkept, parsed
from bridge.model.calendar import Period, Term
from bridge.model.document import Becomes, DocumentLine, Kind
from bridge.model.dossier import (
    Dossier,
    EarlierDocument,
    Frame,
    Override,
    Package,
    Posted,
    PostedDocument,
)
from bridge.model.ids import ContractId, DealId, Digest, ExternalId, LineId, RulebookVersion
from bridge.model.money import Currency, Money
from bridge.model.packages.package import Member
from bridge.model.record import FieldDescription, ObjectDescription, Record, Scalar
from bridge.model.sales.claim import Claim, Standing
from bridge.model.schedule import Method, PlannedRevenue, Schedule
from tests.adapters.store.opening import opened
from tests.ledger.building import DEAL

FRAME = Frame(
    currency=Currency("USD"),
    multi_currency=True,
    time_zone="Europe/Berlin",
    descriptions={
        "Order": ObjectDescription(
            "Order",
            {
                "Status": FieldDescription(
                    name="Status", type="picklist", custom=False, default="Draft"
                ),
                "Ship__c": FieldDescription(name="Ship__c", type="double", custom=True),
            },
        )
    },
    periods=(
        Period(
            name="2026-01",
            term=Term.inclusive(date(2026, 1, 1), date(2026, 1, 31)),
            closed=True,
        ),
    ),
    codes={"item": frozenset({"SUB-ENT", "SUB-PRO"})},
)
A_LINE = DocumentLine(
    source=LineId("802"),
    root=LineId("801"),
    key=1,
    item="SUB-ENT",
    quantity=Decimal("-8.3333"),
    units=Decimal(-20),
    amount=Money(-1000000, Currency("EUR")),
    service=Term.inclusive(date(2026, 1, 1), date(2026, 12, 31)),
    method=Method.STRAIGHT_LINE_EVEN,
    treatment="take_latest_first",
    rule="decrease_treatment#fewer-seats",
    fields={"billingSchedule": "ANNUAL", "class": None, "since": date(2026, 1, 1)},
    allocated=Money(1, Currency("EUR")),
    becomes=Becomes(
        quantity=Decimal("91.6667"),
        units=Decimal(80),
        amount=Money(11000000, Currency("EUR")),
        service=None,
        closed=True,
    ),
)
A_SCHEDULE = Schedule(
    external_id=ExternalId("bridge-earlier-so-1"),
    line=1,
    method=Method.STRAIGHT_LINE_EVEN,
    total=Money(-1000000, Currency("EUR")),
    planned=(PlannedRevenue("2026-01", Money(-1000000, Currency("EUR"))),),
)
DOSSIER = Dossier(
    model="cpq",
    deal=DealId(DEAL),
    records=(
        Record("Order", DEAL, {"TotalAmount": Decimal("1200.10"), "IsDeleted": False}),
        Record("OrderItem", "802", {"Quantity": 3, "Name": "Ünï", "EndDate": None}),
    ),
    earlier=(
        EarlierDocument(
            deal=DealId("earlier"),
            kind=Kind.SALES_ORDER,
            external_id=ExternalId("bridge-earlier-so-1"),
            dated=date(2025, 12, 1),
            target=None,
            lines=(A_LINE,),
            schedules=(A_SCHEDULE,),
            invoiced={1: Decimal("2.5")},
        ),
    ),
    frame=FRAME,
    recognised={
        ExternalId("bridge-earlier-so-1"): {
            1: (PlannedRevenue("2026-01", Money(-83333, Currency("EUR"))),)
        },
        ExternalId("bridge-own-so-1"): {},
    },
    overrides=(Override(rule="items", about="802", outputs={"item": "SUB-ENT"}, number=12),),
)
OF_A_PACKAGE = replace(
    DOSSIER,
    package=Package(
        name="P-7",
        members=(
            Member(
                deal=DealId("other"),
                name="00101",
                contract=ContractId("other"),
                contracts=2,
                booked_on=date(2026, 1, 15),
                currency=Currency("EUR"),
                customer="ACME",
                subsidiary="DE-GMBH",
                settled=True,
            ),
        ),
        documents=DOSSIER.earlier,
    ),
)


def test_a_dossier_comes_back_whole_under_its_address(store_url: str) -> None:
    with opened(store_url) as store:
        with store.transaction("judged") as tx:
            address = tx.dossiers.keep(DOSSIER)
        with store.reading() as view:
            found = view.dossiers.read(address)
    assert found == DOSSIER
    assert found.address() == address == DOSSIER.address()


def test_what_was_posted_of_a_deal_comes_back_with_its_dossier(store_url: str) -> None:
    sent = PostedDocument(
        document=replace(DOSSIER.earlier[0], deal=DEAL, invoiced={}),
        currency=Currency("EUR"),
        body='{"externalId": "bridge-1-so-1"}',
        digest=Digest("d" * 64),
        made_of=Digest("a" * 64),
        approved=True,
    )
    posted = Posted(documents=(sent,), complete=True)
    held = replace(DOSSIER, posted=posted)
    read_otherwise = replace(DOSSIER, posted=replace(posted, formerly=(sent.made_of,)))
    with opened(store_url) as store:
        for one in (held, read_otherwise):
            with store.transaction("judged") as tx:
                address = tx.dossiers.keep(one)
            with store.reading() as view:
                assert view.dossiers.read(address) == one
    assert len({one.address() for one in (DOSSIER, held, read_otherwise)}) == 3


def test_records_come_back_with_every_field_blank_and_oddly_named_ones_included(
    store_url: str,
) -> None:
    fields: tuple[dict[str, Scalar], ...] = (
        {"Z__c": None, "Amount": Decimal("0.00"), "Flag__c": False, "Name": "", "Zero": 0},
        {"Amount": None, "Flag__c": None, "Name": None, "Z__c": None, "Zero": None},
        {},
        {"": None},
        {"Two,Names": None, "Name": "Acme"},
        {"Two": 2, "Names": None},
    )
    records = tuple(Record("Order", f"80{place}", one) for place, one in enumerate(fields))
    held = replace(DOSSIER, records=records)
    with opened(store_url) as store, store.transaction("judged") as tx:
        found = tx.dossiers.read(tx.dossiers.keep(held))
    assert found == held
    assert [list(one.fields) for one in found.records] == [sorted(one) for one in fields]


def test_a_dossier_that_an_earlier_release_kept_is_read() -> None:
    kept = (
        '{"model": "cpq", "deal": "801", "earlier": [],'
        ' "records": [["Order", "801", {"EndDate": null, "TotalAmount": 12.50}]]}'
    )
    frame = (
        '{"currency": "USD", "multi_currency": false, "time_zone": "UTC",'
        ' "descriptions": {}, "periods": [], "codes": {}}'
    )
    (found,) = parsed(*(zlib.compress(one.encode()) for one in (kept, frame))).records
    assert found == Record("Order", "801", {"EndDate": None, "TotalAmount": Decimal("12.50")})


def test_a_dossier_with_its_package_comes_back_whole_under_another_address(
    store_url: str,
) -> None:
    with opened(store_url) as store:
        with store.transaction("judged") as tx:
            address = tx.dossiers.keep(OF_A_PACKAGE)
        with store.reading() as view:
            assert view.dossiers.read(address) == OF_A_PACKAGE
    assert address != DOSSIER.address()
    assert OF_A_PACKAGE.package is not None
    merged = replace(OF_A_PACKAGE.package, is_merged=True)
    assert replace(OF_A_PACKAGE, package=merged).address() != address


def test_what_other_records_of_its_sale_are_comes_back_with_a_dossier(store_url: str) -> None:
    claim = Claim(
        deal=DealId("006"),
        name="Acme seats",
        booked=Money(2700000, Currency("USD")),
        standing=Standing.GONE,
    )
    claimed = replace(DOSSIER, claims=(claim,))
    with opened(store_url) as store, store.transaction("judged") as tx:
        assert tx.dossiers.read(tx.dossiers.keep(claimed)) == claimed
    assert claimed.address() != DOSSIER.address()


def test_a_dossier_and_its_frame_are_kept_once(store_url: str) -> None:
    other = replace(DOSSIER, deal=DealId("other"))
    with opened(store_url) as store:
        for dossier in (DOSSIER, DOSSIER, other):
            with store.transaction("judged") as tx:
                tx.dossiers.keep(dossier)
        with store.reading() as view:
            assert view.dossiers.read(other.address()) == other


@pytest.mark.parametrize(
    "other",
    [
        {"deal": DealId("another")},
        {"external_id": ExternalId("bridge-earlier-so-2")},
        {"dated": date(2025, 12, 2)},
    ],
)
def test_everything_that_is_told_of_an_earlier_document_is_in_the_address(
    other: dict[str, Any],
) -> None:
    (earlier,) = DOSSIER.earlier
    changed = replace(DOSSIER, earlier=(replace(earlier, **other),))
    assert changed.address() != DOSSIER.address()


def test_what_is_recognised_is_in_the_address_and_that_nobody_asked_is_not() -> None:
    asked = replace(DOSSIER, recognised={ExternalId("bridge-own-so-1"): {}})
    silent = replace(DOSSIER, recognised={})
    assert len({one.address() for one in (DOSSIER, asked, silent)}) == 3


def test_an_address_under_which_nothing_is_kept_is_said(store_url: str) -> None:
    with opened(store_url) as store, store.reading() as view:
        with pytest.raises(Unkept, match="0000"):
            view.dossiers.read(Digest("0000"))
        with pytest.raises(Unkept, match="0000"):
            view.dossiers.rulebook(RulebookVersion("0000"))


def test_the_files_of_a_rulebook_come_back_as_they_were(store_url: str) -> None:
    files = {"items.yaml": "language: 1\n", "sources/cpq.yaml": "# ä\n"}
    version = RulebookVersion("v1")
    with opened(store_url) as store:
        for _ in range(2):
            with store.transaction("rulebook") as tx:
                tx.dossiers.keep_rulebook(version, files)
        with store.reading() as view:
            assert view.dossiers.rulebook(version) == files
