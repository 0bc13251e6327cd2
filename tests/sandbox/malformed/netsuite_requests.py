"""Right requests to the stand-in of NetSuite, and what is thrown instead of them."""

import json
import random
from urllib.parse import quote_from_bytes, urlencode

from tests.sandbox.malformed.mutations import (
    CONTENT_TYPES,
    exchanged,
    noise,
    spoiled,
    spoiled_bytes,
    spoiled_json,
)
from tests.sandbox.malformed.throwing import Answer, Request
from tests.sandbox.netsuite.client import RECORDS, SUITEQL, TOKEN, an_order, line

QUERIES = (
    "SELECT id, tranid, TO_CHAR(trandate, 'YYYY-MM-DD') AS day FROM transaction WHERE id > 5",
    (
        "SELECT t.id, COUNT(*) n FROM transaction t JOIN transactionline l ON l.transaction = t.id"
        " GROUP BY t.id HAVING COUNT(*) > 1 ORDER BY 1 DESC"
    ),
    "SELECT BUILTIN.DF(currency), NVL(externalid, 'none') FROM transaction t",
    "SELECT DISTINCT name FROM currency WHERE name LIKE 'U%' AND id IN (1, 2, ?) OR id IS NULL",
    "SELECT CASE WHEN id BETWEEN 1 AND 5 THEN 'a' ELSE UPPER(itemid) END FROM item",
    "SELECT SUM(i.id) / 2 + 1 - ROUND(AVG(c.id), 2) || 'x' FROM item i, currency c",
    "SELECT TO_DATE('01/31/2026', 'MM/DD/YYYY'), SUBSTR(itemid, 1, 3) FROM item /* all */",
    "SELECT * FROM accountingperiod WHERE startdate >= TO_DATE('2026-01-01', 'YYYY-MM-DD')",
)
#: Names and values that can stand where others do.
WORDS = (
    *("id", "name", "t.id", "trandate", "currency", "itemid", "externalid", "startdate", "foo"),
    *("transaction", "transactionline", "item", "accountingperiod", "nowhere", "sysdate", "*"),
    *("null", "5", "-1.5", "'x'", "'%a_'", "'1/31/2026'", "?", "COUNT(*)", "SUM(id)", "MAX(name)"),
    *("TO_CHAR(id)", "NVL(name, id)", "ROUND(name)", "TO_DATE('x')", "BUILTIN.DF(id)", "TRUNC(id)"),
    *("SUBSTR(name, -3)", "DECODE(id, 1, 2)", "CASE WHEN id = 1 THEN name END", "DISTINCT", "OR"),
    *("AND", "NOT", "LIKE", "BETWEEN", "IS NULL", "IN", "JOIN", "LEFT JOIN", "CROSS JOIN", "||"),
)
_MERGE = {"arrangements": ["1", "2"], "revenueArrangementDate": "2026-09-01"}
BODIES: tuple[tuple[str, str, object], ...] = (
    ("PUT", f"{RECORDS}/salesOrder/eid:M-1", an_order(line("a"), line("b", quantity=2))),
    ("POST", f"{RECORDS}/salesOrder", an_order(memo="m", otherRefNum="7")),
    ("PATCH", f"{RECORDS}/salesOrder/eid:M-1", {"item": {"items": [{"line": 1, "amount": 5}]}}),
    ("POST", f"{RECORDS}/customer", {"companyName": "x", "subsidiary": {"id": "1"}}),
    ("POST", "/app/site/hosting/restlet.nl?script=1&deploy=1", _MERGE),
    ("POST", SUITEQL, {"q": "SELECT id FROM item WHERE id = ?", "params": [1]}),
)


def query(chance: random.Random) -> Request:
    """Return a spoiled query."""
    text = chance.choice(QUERIES)
    text = spoiled(text, chance) if chance.random() < 0.5 else exchanged(text, WORDS, chance)
    params = chance.choice(([1], ["x"], [None, True], ["1/31/2026"]))
    sent = json.dumps({"q": text, "params": params[: text.count("?")]}).encode()
    return Request("POST", SUITEQL, sent, {"Prefer": "transient", **_json()})


def body(chance: random.Random) -> Request:
    """Return a spoiled body for one of the resources that take JSON."""
    method, path, value = chance.choice(BODIES)
    sent = noise(chance) if chance.random() < 0.05 else spoiled_json(value, chance)
    return Request(method, path, sent, {"Prefer": "transient", **_json(chance)})


def address(chance: random.Random) -> Request:
    """Return a request to a spoiled address."""
    paths = (
        f"{RECORDS}/salesOrder/eid:M-1?expandSubResources=true&fields=entity,item",
        f'{RECORDS}/salesOrder?limit=10&offset=0&q=tranDate ON_OR_AFTER "1/1/2026"',
        f"{RECORDS}/salesOrder/1/item/1",
        f"{RECORDS}/currency/1?simpleEnumFormat=true",
        f"{SUITEQL}?limit=5&offset=10",
        "/app/site/hosting/restlet.nl?script=1&deploy=1&taskId=5",
        "/services/rest/system/v1/serverTime",
    )
    text = spoiled(chance.choice(paths), chance)
    asked = quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="/?&=,:%").replace(
        "..", "."
    )
    return Request(chance.choice(("GET", "DELETE", "PUT")), "/" + asked[:7_000].lstrip("/"))


def signed(authorization: str, chance: random.Random) -> Request:
    """Return a call whose signature or token is spoiled."""
    wrong = spoiled(authorization, chance)[:6_000]
    plain = "".join(char if char.isprintable() else "?" for char in wrong)
    return Request("GET", f"{RECORDS}/currency/1", headers={"Authorization": plain})


def sign_in(assertion: str, chance: random.Random) -> Request:
    """Return a request for a token with a spoiled assertion, form or content type."""
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
    }
    if chance.random() < 0.3:
        form[chance.choice((*form, "scope"))] = spoiled("client_credentials", chance)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if chance.random() < 0.1:
        headers = {"Content-Type": chance.choice(CONTENT_TYPES)}
    sent = urlencode(form, errors="surrogatepass").encode()
    if chance.random() < 0.1:
        sent = spoiled_bytes(sent.decode(), chance)
    return Request("POST", TOKEN, sent, headers)


def check(request: Request, answer: Answer) -> None:
    """Hold a refusal to the vendor's shape."""
    if answer.status < 400:
        return
    assert "json" in answer.kind, f"{answer} for {request}"
    told = answer.json
    if request.path.startswith(TOKEN):
        assert set(told) == {"error"}, told
        return
    if request.path.startswith("/app/site/"):
        assert "error" in told or "o:errorDetails" in told, told
        return
    assert answer.kind == "application/vnd.oracle.resource+json; type=error", answer.body
    assert told["status"] == answer.status
    assert all({"detail", "o:errorCode"} <= set(one) for one in told["o:errorDetails"])


def _json(chance: random.Random | None = None) -> dict[str, str]:
    wrong = chance is not None and chance.random() < 0.05
    kind = chance.choice(CONTENT_TYPES) if chance and wrong else "application/json"
    return {"Content-Type": kind}
