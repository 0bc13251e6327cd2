"""Tell what is known of the account itself: its time, its addresses, its limits."""

from __future__ import annotations

from bridge.sandbox.netsuite.records.store import Value
from bridge.sandbox.netsuite.soap.operations.answers import CORE, counts, result
from bridge.sandbox.netsuite.soap.operations.call import Call
from bridge.sandbox.netsuite.soap.records.showing import text_of
from bridge.sandbox.netsuite.soap.xmlwrite import Tag

_OFFICIAL = "suitetalk.api.netsuite.com"
#: Of each domain: what stands before ".api.netsuite.com", or ".netsuite.com", in an official host.
_DOMAINS = {
    "restDomain": "restlets.api.netsuite.com",
    "webservicesDomain": _OFFICIAL,
    "systemDomain": "app.netsuite.com",
}


async def get_server_time(call: Call) -> Tag:
    """Tell the time of the account."""
    now: Value = call.desk.account.clock.now()
    return result("getServerTimeResult", Tag(f"{CORE}:serverTime", text=text_of(now)))


async def get_data_center_urls(call: Call) -> Tag:
    """Tell the addresses of the account: those of NetSuite, or those that the caller came by."""
    domains = [Tag(f"{CORE}:{name}", text=address) for name, address in _addresses(call).items()]
    return result("getDataCenterUrlsResult", Tag(f"{CORE}:dataCenterUrls", {}, domains))


def _addresses(call: Call) -> dict[str, str]:
    host = call.request.host
    account, dot, rest = host.partition(".")
    if dot and rest == _OFFICIAL:
        return {name: f"https://{account}.{domain}" for name, domain in _DOMAINS.items()}
    return dict.fromkeys(_DOMAINS, call.origin)


async def get_account_governance_info(call: Call) -> Tag:
    """Tell how many requests the account takes at once."""
    limit = call.desk.account.settings.concurrency_limit
    numbers = counts(accountConcurrencyLimit=limit, unallocatedConcurrencyLimit=limit)
    return result("getAccountGovernanceInfoResult", *numbers)


async def get_integration_governance_info(call: Call) -> Tag:
    """Tell how many requests of the caller the account takes at once: no fewer than of all."""
    limit = call.desk.account.settings.concurrency_limit
    numbers = counts(integrationConcurrencyLimit=limit, limitType="_account")
    return result("getIntegrationGovernanceInfoResult", *numbers)
