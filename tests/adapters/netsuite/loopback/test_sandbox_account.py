"""The adapter against the NetSuite sandbox, over loopback, by both ways to sign in."""

import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bridge.adapters.netsuite.client import Found, FoundLine
from bridge.errors import Misconfigured, OutcomeUnknown, Refused, Throttled, Unavailable
from bridge.model.calendar import Period, Term
from bridge.sandbox.journal import Change
from tests.adapters.netsuite.accounts import SECRETS
from tests.adapters.netsuite.loopback.stand import TOKEN_BASED, Sandbox, a_sandbox, order


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with a_sandbox(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("credentials", [{}, TOKEN_BASED], ids=["OAuth 2.0", "token-based"])
def test_an_order_is_written_and_found_again(sandbox: Sandbox, credentials: dict[str, str]) -> None:
    remote = sandbox.account(**credentials)
    assert remote.find("salesOrder", "bridge-1") is None
    internal_id = remote.upsert("salesOrder", "bridge-1", order())
    assert remote.find("salesOrder", "bridge-1") == Found(
        internal_id=internal_id,
        digest="d" * 64,
        status="A",
        lines=(FoundLine(key=1, quantity=Decimal(100), amount=Decimal("108000.10"), closed=False),),
    )
    assert sandbox.writes() == [Change.CREATED]


def test_what_arrives_has_the_digest_of_what_was_sent(sandbox: Sandbox) -> None:
    body = order(memo="Größe £")
    sandbox.account().upsert("salesOrder", "bridge-1", body)
    (put,) = [one for one in sandbox.journal.requests() if one.method == "PUT"]
    assert put.body_sha256 == hashlib.sha256(body).hexdigest()


def test_the_same_order_twice_is_one_order(sandbox: Sandbox) -> None:
    remote = sandbox.account()
    first = remote.upsert("salesOrder", "bridge-1", order())
    assert remote.upsert("salesOrder", "bridge-1", order()) == first
    assert sandbox.writes().count(Change.CREATED) == 1


@pytest.mark.parametrize("fault", ["cut_after_commit", "cut_before_commit"])
def test_a_cut_connection_is_unknown_until_it_is_looked_up(sandbox: Sandbox, fault: str) -> None:
    sandbox.strike(method="PUT", fault=fault)
    remote = sandbox.account()
    with pytest.raises(OutcomeUnknown):
        remote.upsert("salesOrder", "bridge-1", order())
    found = remote.find("salesOrder", "bridge-1")
    assert (found is not None) is (fault == "cut_after_commit")
    assert len([one for one in sandbox.journal.requests() if one.method == "PUT"]) == 1


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"status": 429}, Throttled),
        ({"status": 500}, OutcomeUnknown),
        ({"status": 500, "when": "after"}, OutcomeUnknown),
        ({"status": 502, "html": "<html>Bad gateway</html>"}, OutcomeUnknown),
        ({"status": 403}, Refused),
        ({"status": 401}, Misconfigured),
    ],
)
def test_a_failed_write_is_told_as_what_it_is(
    sandbox: Sandbox, rule: dict[str, object], expected: type[Exception]
) -> None:
    sandbox.strike(method="PUT", fault="status", **rule)
    with pytest.raises(expected):
        sandbox.account().upsert("salesOrder", "bridge-1", order())


def test_reads_outlive_a_bad_minute(sandbox: Sandbox) -> None:
    remote = sandbox.account()
    remote.upsert("salesOrder", "bridge-1", order())
    sandbox.strike(method="GET", fault="status", status=503, html="<html>Later</html>", times=1)
    sandbox.strike(method="GET", fault="cut_before_commit", times=1)
    sandbox.strike(method="GET", fault="status", status=429, times=1)
    assert remote.find("salesOrder", "bridge-1") is not None


def test_a_token_that_ends_in_mid_run_is_renewed_for_reads_and_writes(sandbox: Sandbox) -> None:
    remote = sandbox.account()
    for method in ("PUT", "GET"):
        sandbox.strike(method=method, path="/record/", fault="expire_tokens", times=1)
    remote.upsert("salesOrder", "bridge-1", order())
    assert remote.find("salesOrder", "bridge-1") is not None
    assert sandbox.writes() == [Change.CREATED]
    statuses = [one.status for one in sandbox.journal.requests() if "/record/" in one.path]
    assert statuses == [401, 204, 401, 200]


def test_a_token_is_renewed_when_its_hour_is_over(sandbox: Sandbox) -> None:
    remote = sandbox.account()
    remote.ping()
    sandbox.clock.advance(2 * 3600)
    remote.ping()
    assert remote.calls == 4


def test_a_sign_in_that_fails_leaves_a_write_undone(sandbox: Sandbox) -> None:
    sandbox.strike(path="/oauth2/", fault="cut_after_commit")
    with pytest.raises(Unavailable):
        sandbox.account().upsert("salesOrder", "bridge-1", order())
    assert sandbox.writes() == []


@pytest.mark.parametrize("name", ["client_id", "certificate_id", *TOKEN_BASED])
def test_wrong_credentials_name_the_settings(sandbox: Sandbox, name: str) -> None:
    right = TOKEN_BASED if name in TOKEN_BASED else sandbox.oauth2
    with pytest.raises(Misconfigured) as caught:
        sandbox.account(**{**right, name: "another"}).ping()
    assert name in caught.value.where
    assert not any(secret in str(caught.value) for secret in SECRETS)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"entity": {"externalId": "NOBODY"}}, "entity: NetSuite does not know this customer"),
        ({"entity": {"externalId": "GONE"}}, "entity: NetSuite does not know this customer"),
        ({"line": {"item": {"externalId": "NOTHING"}}}, "NetSuite does not know this item"),
        ({"subsidiary": {"externalId": "DE-GMBH"}}, "different subsidiaries"),
        ({"currency": {"externalId": "EUR"}}, "does not take this currency"),
        ({"line": {"amount": Decimal("1.005")}}, "more decimal places than its currency"),
        ({"custbody_new": "x"}, "custbody_new: NetSuite does not know one of the fields"),
        ({"line": {"custcol_new": "x"}}, "custcol_new: NetSuite does not know one of the fields"),
        ({"terms": {"externalId": "NEVER"}}, "terms: NetSuite does not take the value"),
        ({"item": {"items": []}}, "a field that NetSuite requires is empty"),
        ({"tranDate": "soon"}, "tranDate: NetSuite does not take the value"),
        (
            {"line": {"revRecStartDate": "2026-02-01", "revRecEndDate": "2026-01-01"}},
            "do not make a range",
        ),
    ],
)
def test_an_order_that_netsuite_refuses_is_told_in_our_words(
    sandbox: Sandbox, changed: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused) as caught:
        sandbox.account().upsert("salesOrder", "bridge-1", order(**changed))
    assert says in caught.value.says
    assert sandbox.writes() == []


def test_an_unknown_type_of_record_is_refused_and_not_absent(sandbox: Sandbox) -> None:
    with pytest.raises(Refused, match="does not offer this kind of record"):
        sandbox.account().find("salesOrdr", "bridge-1")


def test_the_accounting_periods_are_the_months_of_the_account(sandbox: Sandbox) -> None:
    periods = sandbox.account().periods()
    known = {period.name: period for period in periods}
    assert len(periods) == 9 * 12
    assert [period.name for period in periods[:2]] == ["2024-01", "2024-02"]
    assert known["2026-01"] == Period(
        name="2026-01", term=Term(date(2026, 1, 1), date(2026, 2, 1)), closed=True
    )
    assert [name for name, period in known.items() if period.closed] == ["2026-01", "2026-02"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("item", {"SUB-ENT", "SUB-ULT", "CREDITS", "API-CALLS", "ONBOARDING"}),
        ("subsidiary", {"US-INC", "DE-GMBH"}),
        ("customer", {"ACME"}),
    ],
)
def test_codes_are_the_external_ids_of_active_records(
    sandbox: Sandbox, kind: str, expected: set[str]
) -> None:
    assert sandbox.account().codes(kind) >= expected
    assert "GONE" not in sandbox.account().codes(kind)


def test_items_are_told_with_their_revenue_recognition_rule(sandbox: Sandbox) -> None:
    rules = sandbox.account().item_rules()
    assert rules["SUB-ENT"] == "Straight-line by even periods"
    assert rules["ONBOARDING"] == "At once, on the source date"
    assert "GONE" not in rules


def test_a_question_is_answered_in_text(sandbox: Sandbox) -> None:
    remote = sandbox.account()
    remote.upsert("salesOrder", "bridge-1", order())
    rows = list(
        remote.suiteql("SELECT id, externalid FROM transaction WHERE id > ? ORDER BY id", (0,))
    )
    assert [row["externalid"] for row in rows] == ["bridge-1"]


def test_a_wrong_question_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(Refused, match="does not know one of the fields"):
        list(sandbox.account().suiteql("SELECT nothing FROM transaction ORDER BY id"))


def test_time_and_limits_are_told(sandbox: Sandbox) -> None:
    remote = sandbox.account()
    assert abs((remote.ping() - sandbox.clock.now()).total_seconds()) < 5
    assert remote.governance().account == 5
