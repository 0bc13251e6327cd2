"""Usage of subscriptions: its charges, the prepayments it draws on, and its revenue."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.sandbox.netsuite.seeds import default, load
from tests.sandbox.netsuite.client import ACME, NetSuite, detail, opened
from tests.sandbox.netsuite.revenue.contracts import contract, eid, line, use
from tests.sandbox.netsuite.revenue.orders import ROWS, job, planned, update

DAY_S = 24 * 3600


def used(netsuite: NetSuite, code: str, on: str, quantity: float, **rest: object) -> None:
    answer = use(netsuite, code, on, quantity, **rest)
    assert answer.status_code == 204, answer.text


def left(netsuite: NetSuite) -> str:
    query = "SELECT prepaymentremaining AS n FROM subscriptionline WHERE externalid = 'L-PREPAID'"
    (row,) = netsuite.rows(query)
    return str(row["n"])


def end_of_term(netsuite: NetSuite) -> None:
    netsuite.clock.advance(61 * DAY_S)  # from 1 June to 1 August
    netsuite.sign_in()
    update(netsuite)


def by_month(netsuite: NetSuite) -> dict[str, list[str]]:
    """Return month -> what is planned to be recognised in it."""
    found: dict[str, list[str]] = {}
    for row in netsuite.rows(ROWS):
        if row["kind"] == "ACTUAL":
            found.setdefault(row["period"], []).append(row["amount"])
    return {month: sorted(amounts, key=float) for month, amounts in found.items()}


def test_a_prepayment_is_drawn_down_refilled_and_recognised_at_its_end(
    netsuite: NetSuite,
) -> None:
    contract(netsuite)
    update(netsuite)
    assert left(netsuite) == "5000"
    used(netsuite, "SENIOR", "2026-05-11", 20)  # 3,000.00
    used(netsuite, "JUNIOR", "2026-05-20", 15)  # 1,950.00
    update(netsuite)
    assert left(netsuite) == "5050"
    charges = netsuite.rows(
        "SELECT BUILTIN.DF(billingitem) AS item, amount FROM charge ORDER BY id"
    )
    assert [(row["item"], row["amount"]) for row in charges] == [
        ("PREPAID", "5000"),
        ("SENIOR", "3000"),
        ("PREPAID", "-3000"),
        ("JUNIOR", "1950"),
        ("PREPAID", "-1950"),
        ("PREPAID", "5000"),
    ]
    used(netsuite, "JUNIOR", "2026-06-03", 9.61538462)  # 1,250.00
    used(netsuite, "SENIOR", "2026-06-15", 17.33333333)  # 2,600.00
    update(netsuite)
    assert left(netsuite) == "1200"
    assert by_month(netsuite) == {"May 2026": ["1950", "3000"], "Jun 2026": ["1250", "2600"]}
    end_of_term(netsuite)
    assert by_month(netsuite)["Jul 2026"] == ["1200"]
    runs = [
        job(netsuite, "create-revenue-journals", period=f"2026-0{month}").json()["rows"]
        for month in (5, 6, 7)
    ]
    assert runs == [2, 2, 1]
    totals = netsuite.rows("SELECT foreigntotal AS n FROM transaction WHERE type = 'Journal'")
    assert [row["n"] for row in totals] == ["4950", "3850", "1200"]


def test_the_elements_of_a_subscription_share_one_arrangement(netsuite: NetSuite) -> None:
    contract(netsuite)
    update(netsuite)
    used(netsuite, "SENIOR", "2026-05-11", 10)
    update(netsuite)
    rows = netsuite.rows(
        "SELECT BUILTIN.DF(item) AS item, allocationamount AS n, sourcerecordtype AS source, "
        "createrevenueplanson AS plans, revenuearrangement AS ra FROM revenueelement ORDER BY id"
    )
    shared = {"source": "subscription", "plans": "SUBSCRIPTIONEVENTS", "ra": "700001"}
    assert rows == [
        {"item": "PREPAID", "n": "3500", **shared},
        {"item": "SENIOR", "n": "1500", **shared},
        {"item": "JUNIOR", "n": "0", **shared},
    ]
    assert netsuite.rows("SELECT foreigntotal AS n FROM transaction WHERE id = 700001") == [
        {"n": "5000"}
    ]


def test_a_prepayment_for_once_is_used_up_and_then_paid_as_it_goes(netsuite: NetSuite) -> None:
    contract(netsuite, frequency="ONETIME")
    used(netsuite, "SENIOR", "2026-05-11", 30)
    used(netsuite, "SENIOR", "2026-05-12", 20)
    update(netsuite)
    assert left(netsuite) == "0"
    drawn = netsuite.rows("SELECT amount FROM charge WHERE amount < 0 ORDER BY id")
    assert [row["amount"] for row in drawn] == ["-4500", "-500"]
    assert by_month(netsuite) == {"May 2026": ["3000", "4500"]}


def test_usage_that_is_voided_is_taken_back(netsuite: NetSuite) -> None:
    contract(netsuite)
    used(netsuite, "SENIOR", "2026-05-11", 10, externalId="U-1")
    used(netsuite, "SENIOR", "2026-05-12", 2)
    update(netsuite)
    assert job(netsuite, "create-revenue-journals", period="2026-05").json()["rows"] == 2
    void = netsuite.call("PATCH", "/usage/eid:U-1", json={"status": {"id": "VOIDED"}})
    assert void.status_code == 204
    update(netsuite)
    update(netsuite)
    assert left(netsuite) == "4700"
    assert sorted(by_month(netsuite)["May 2026"], key=float) == ["-1500", "300", "1500"]
    again = netsuite.call("PATCH", "/usage/eid:U-1", json={"status": {"id": "ACTIVE"}})
    assert "only void it" in detail(again)["detail"]


def test_usage_that_is_charged_stays_as_it_is(netsuite: NetSuite) -> None:
    contract(netsuite)
    used(netsuite, "SENIOR", "2026-05-11", 10, externalId="U-1")
    changed = netsuite.call("PATCH", "/usage/eid:U-1", json={"usageQuantity": 5})
    assert changed.status_code == 204
    update(netsuite)
    changed = netsuite.call("PATCH", "/usage/eid:U-1", json={"usageQuantity": 6})
    assert "only void it" in detail(changed)["detail"]
    assert netsuite.call("DELETE", "/usage/eid:U-1").status_code == 400
    shown = netsuite.call("GET", "/usage/eid:U-1").json()
    assert (shown["item"]["refName"], shown["status"]["id"]) == ("SENIOR", "ACTIVE")


@pytest.mark.parametrize(
    ("code", "rest", "path"),
    [
        ("PREPAID", {}, "usageSubscriptionLine"),
        ("SENIOR", {"item": eid("JUNIOR")}, "item"),
        ("NONE", {}, "usageSubscriptionLine"),
    ],
)
def test_usage_must_fit_its_line(
    netsuite: NetSuite, code: str, rest: dict[str, object], path: str
) -> None:
    contract(netsuite)
    assert detail(use(netsuite, code, "2026-05-11", 1, **rest))["o:errorPath"] == path


def test_a_closed_subscription_bears_no_usage(netsuite: NetSuite) -> None:
    contract(netsuite)
    closed: dict[str, object] = {
        "externalId": "SUPPORT",
        "billingSubscriptionStatus": {"id": "CLOSED"},
    }
    netsuite.change({"type": "subscription", "customer": eid(ACME), **closed})
    assert use(netsuite, "SENIOR", "2026-05-11", 1).status_code == 400


def test_charges_are_made_by_the_account_alone(netsuite: NetSuite) -> None:
    assert netsuite.call("POST", "/charge", json={}).status_code == 405


def test_arrangements_of_subscriptions_are_not_merged(netsuite: NetSuite) -> None:
    contract(netsuite)
    second: dict[str, object] = {
        "type": "subscription",
        "externalId": "MORE",
        "customer": eid(ACME),
    }
    term = {"startDate": "2026-05-01", "endDate": "2026-07-31"}
    other = {"type": "subscriptionLine", "subscription": eid("MORE"), **line("JUNIOR", "P-130")}
    active = {"externalId": "L-MORE", "subscriptionLineStatus": {"id": "ACTIVE"}}
    netsuite.change({**second, **term}, {**other, **active})
    update(netsuite)
    body = {
        "arrangements": ["700001", "700002"],
        "revenueArrangementDate": "2026-06-01",
        "mergeResidualRevenueAmounts": False,
    }
    path = f"{netsuite.url}/app/site/hosting/restlet.nl?script=1&deploy=1"
    task = netsuite.call("POST", path, json=body).json()["taskId"]
    says = netsuite.call("GET", f"{path}&taskId={task}").json()["errorMessage"]
    assert "has revenue plans of a subscription" in says


def account(tmp_path: Path, switches: str) -> Any:
    path = tmp_path / "account.json"
    path.write_text(f'{{"settings": {switches}}}')
    return opened(load([path]).add_customers({ACME: "ACME"}))


def test_the_rest_of_a_prepayment_can_be_refunded(tmp_path: Path) -> None:
    with account(tmp_path, '{"prepaid_rest": "refunded"}') as netsuite:
        contract(netsuite)
        used(netsuite, "SENIOR", "2026-05-11", 10)
        update(netsuite)
        end_of_term(netsuite)
        assert left(netsuite) == "0"
        assert by_month(netsuite) == {"May 2026": ["1500"]}


def test_an_account_can_be_without_subscriptions(tmp_path: Path) -> None:
    with account(tmp_path, '{"suite_billing": false}') as netsuite:
        assert netsuite.call("GET", "/usage").status_code == 404
        assert netsuite.ask("SELECT id FROM usage").status_code == 400
        assert update(netsuite)["plans"] == 0


QUANTITIES = st.lists(
    st.tuples(st.sampled_from(["SENIOR", "JUNIOR"]), st.integers(1, 60), st.booleans()), max_size=6
)


@settings(max_examples=8, deadline=None)
@given(written=QUANTITIES, frequency=st.sampled_from(["ONETIME", "AUTOREFILL"]))
def test_what_is_prepaid_and_paid_is_recognised_in_the_end(
    written: list[tuple[str, int, bool]], frequency: str
) -> None:
    with opened(default().add_customers({ACME: "ACME"})) as netsuite:
        contract(netsuite, frequency)
        for place, (code, quantity, void) in enumerate(written):
            used(netsuite, code, "2026-05-11", quantity, externalId=f"U-{place}")
            update(netsuite)
            if void:
                body = {"status": {"id": "VOIDED"}}
                netsuite.call("PATCH", f"/usage/eid:U-{place}", json=body)
        end_of_term(netsuite)
        charged = netsuite.rows("SELECT SUM(amount) AS n FROM charge")[0]["n"]
        elements = netsuite.rows("SELECT SUM(allocationamount) AS n FROM revenueelement")[0]["n"]
        plans = sum(Decimal(amount) for rows in planned(netsuite) for amount in rows)
        assert Decimal(charged) == Decimal(elements) == plans
        assert requests.get(f"{netsuite.url}/_sandbox/records?type=charge", timeout=5).ok
