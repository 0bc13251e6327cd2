from datetime import timedelta

import pytest
import responses

from bridge.adapters.salesforce.quota import STALE_AFTER, Quota, QuotaGuard
from bridge.adapters.salesforce.session import Session
from bridge.errors import Refused, Throttled
from tests.adapters.salesforce.answers import API, TOKEN, Time, refusal, settings


@pytest.mark.parametrize(
    ("header", "quota"),
    [
        ("api-usage=18/5000", Quota(18, 5000)),
        ("api-usage=18/5000; per-app-api-usage=17/250(appName=bridge)", Quota(18, 5000)),
        ("per-app-api-usage=17/250(appName=bridge); api-usage=18/5000", Quota(18, 5000)),
        ("per-app-api-usage=17/250(appName=bridge)", None),
        ("", None),
        ("api-usage=many/5000", None),
    ],
)
def test_the_orgs_own_figures_are_read(header: str, quota: Quota | None) -> None:
    guard = QuotaGuard(0.1, Time().clock)
    guard.read(header)
    assert guard.quota == quota


@pytest.mark.parametrize(
    ("used", "goes"), [(0, True), (899, True), (900, False), (1000, False), (1001, False)]
)
def test_the_last_tenth_is_left_to_people(used: int, *, goes: bool) -> None:
    time = Time()
    guard = QuotaGuard(0.1, time.clock)
    guard.read(f"api-usage={used}/1000")
    if goes:
        guard.check("GET /x")
        return
    with pytest.raises(Throttled) as caught:
        guard.check("GET /x")
    assert caught.value.retry_after_s == STALE_AFTER.total_seconds()


def test_without_a_reserve_the_last_call_may_be_made() -> None:
    guard = QuotaGuard(0.0, Time().clock)
    guard.read("api-usage=999/1000")
    guard.check("GET /x")


def test_after_a_quarter_of_an_hour_one_call_asks_anew() -> None:
    time = Time()
    guard = QuotaGuard(0.1, time.clock)
    guard.read("api-usage=950/1000")
    time.now += STALE_AFTER - timedelta(seconds=60)
    with pytest.raises(Throttled) as caught:
        guard.check("GET /x")
    assert caught.value.retry_after_s == 60
    time.now += timedelta(seconds=60)
    guard.check("GET /x")
    guard.read("api-usage=951/1000")
    with pytest.raises(Throttled):
        guard.check("GET /x")


def told(usage: str) -> dict[str, str]:
    return {"Sforce-Limit-Info": usage}


@responses.activate
def test_the_quota_is_read_from_answers_and_errors_alike() -> None:
    responses.post(TOKEN, json={"access_token": "token-1"})
    responses.get(f"{API}/x", json={}, headers=told("api-usage=18/5000"))
    responses.get(
        f"{API}/x", status=404, json=refusal("NOT_FOUND"), headers=told("api-usage=19/5000")
    )
    session = Session(settings(), Time().clock)
    session.get(f"{API}/x")
    first = session.usage.quota
    with pytest.raises(Refused):
        session.get(f"{API}/x")
    assert (first, session.usage.quota) == (Quota(18, 5000), Quota(19, 5000))


@responses.activate
def test_nothing_is_sent_while_only_the_reserve_is_left() -> None:
    responses.post(TOKEN, json={"access_token": "token-1"})
    responses.get(f"{API}/x", json={}, headers=told("api-usage=4500/5000"))
    session = Session(settings(quota_reserve=0.1), Time().clock)
    session.get(f"{API}/x")
    with pytest.raises(Throttled, match="4500 of its 5000") as caught:
        session.get(f"{API}/x")
    assert caught.value.code == "QUOTA_RESERVE"
    assert session.contact.calls == 2
