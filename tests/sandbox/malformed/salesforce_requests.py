"""Right requests to the stand-in of Salesforce, and what is thrown instead of them."""

import json
import random
from urllib.parse import quote_from_bytes, urlencode

from bridge.sandbox.ids import record_id
from tests.sandbox.malformed.mutations import (
    CONTENT_TYPES,
    exchanged,
    noise,
    spoiled,
    spoiled_bytes,
    spoiled_json,
)
from tests.sandbox.malformed.throwing import Answer, Request

BASE = "/services/data/v68.0"
ORDER = record_id("Order", "O-B1")
QUERIES = (
    "SELECT Id, Name, Owner.Name FROM Order WHERE Status = 'Activated' AND TotalAmount > 5.5",
    "SELECT Id, (SELECT Quantity, Product2.Name FROM OrderItems LIMIT 2) FROM Order LIMIT 5",
    "SELECT Type, COUNT(Id) n, SUM(TotalAmount) FROM Order GROUP BY Type HAVING COUNT(Id) > 0",
    "SELECT Id FROM OrderItem WHERE ServiceDate >= LAST_N_DAYS:30 OR EndDate = 2026-05-31",
    "SELECT FIELDS(STANDARD) FROM Account ORDER BY Name DESC NULLS LAST LIMIT 10 OFFSET 1",
    "SELECT TYPEOF Owner WHEN User THEN Name ELSE Id END FROM Order FOR VIEW",
    (
        "SELECT CALENDAR_YEAR(EffectiveDate) y, MAX(TotalAmount) FROM Order"
        " GROUP BY CALENDAR_YEAR(EffectiveDate)"
    ),
    "SELECT Id FROM Order WHERE AccountId IN (SELECT Id FROM Account WHERE Name LIKE 'A%_c\\%')",
    "SELECT toLabel(Type), FORMAT(TotalAmount) t FROM Order WHERE CreatedDate = THIS_YEAR",
    "SELECT COUNT() FROM Order WHERE NOT (Type = null OR PoNumber != 'it\\'s')",
)
#: Names and values that can stand where others do.
WORDS = (
    *("Id", "Name", "Type", "TotalAmount", "Status", "EffectiveDate", "CreatedDate", "OwnerId"),
    *("Owner.Name", "Owner.Type", "Account.Owner.Name", "BillingAddress", "IsDeleted", "Order"),
    *("Account", "OrderItem", "Nothing__c", "null", "TRUE", "5", "-1.5e3", "USD5", "TODAY"),
    *("'text'", "'%a_'", "2026-05-31", "2026-05-31T00:00:00Z", "LAST_N_MONTHS:3", "COUNT(Id)"),
    *("MIN(Name)", "AVG(TotalAmount)", "DAY_ONLY(CreatedDate)", "FORMAT(TotalAmount)", "LIKE"),
    *("HOUR_IN_DAY(convertTimezone(CreatedDate))", "toLabel(Status)", "OrderItems", "AND", "OR"),
    *("(SELECT Id FROM OrderItems)", "(SELECT Id FROM Order)", "NOT", "IN", "INCLUDES", "2001"),
)
_NEW = {"attributes": {"type": "Order"}, "Status": "Draft", "EffectiveDate": "2026-01-01"}
_RECORD = {"attributes": {"type": "Order"}, "id": ORDER, "PoNumber": "1"}
_STEP = {
    "method": "PATCH",
    "url": f"{BASE}/sobjects/Order/{ORDER}",
    "referenceId": "a",
    "body": {"PoNumber": "@{b.totalSize}"},
}
_NODE = {**_STEP, "body": {"PoNumber": "1", "SBQQ__Contracted__c": False}}
_PATCH = {"method": "PATCH", "url": f"v68.0/sobjects/Order/{ORDER}"}
_ASK = {"method": "GET", "url": f"{BASE}/query?q=SELECT+Id+FROM+Order", "referenceId": "b"}
_BATCH = [{"method": "GET", "url": "v68.0/limits"}, {**_PATCH, "richInput": {"PoNumber": "1"}}]
_CONTACT = {"attributes": {"type": "Contact", "referenceId": "c"}, "LastName": "L"}
_QUERY_JOB = {"operation": "query", "query": QUERIES[0], "columnDelimiter": "COMMA"}
_INGEST_JOB = {
    "object": "SBQQ__Quote__c",
    "operation": "upsert",
    "externalIdFieldName": "SBQQ__Key__c",
    "lineEnding": "LF",
    "contentType": "CSV",
}
BODIES: tuple[tuple[str, str, object], ...] = (
    ("POST", "/sobjects/Order", {"Status": "Draft", "EffectiveDate": "2026-05-31", "Type": "New"}),
    (
        "PATCH",
        f"/sobjects/Order/{ORDER}",
        {"PoNumber": "12", "EndDate": None, "SBQQ__RenewalTerm__c": 9},
    ),
    ("PATCH", "/sobjects/SBQQ__Quote__c/SBQQ__Key__c/1", {"SBQQ__StartDate__c": "2026-01-01"}),
    ("POST", "/composite", {"allOrNone": True, "compositeRequest": [_ASK, _STEP]}),
    ("POST", "/composite/batch", {"haltOnError": False, "batchRequests": _BATCH}),
    (
        "POST",
        "/composite/graph",
        {"graphs": [{"graphId": "g", "compositeRequest": [_NODE]}]},
    ),
    ("POST", "/composite/sobjects", {"allOrNone": False, "records": [_NEW, _NEW]}),
    ("PATCH", "/composite/sobjects", {"allOrNone": True, "records": [_RECORD]}),
    (
        "POST",
        "/composite/tree/Account",
        {
            "records": [
                {
                    "attributes": {"type": "Account", "referenceId": "r"},
                    "Name": "A",
                    "Contacts": {"records": [_CONTACT]},
                }
            ]
        },
    ),
    ("POST", "/jobs/query", _QUERY_JOB),
    ("POST", "/jobs/ingest", _INGEST_JOB),
)
CSV = (
    "SBQQ__Key__c,SBQQ__StartDate__c,SBQQ__NetAmount__c,SBQQ__Primary__c,SBQQ__Account__r.Id\n"
    '1,2026-05-31,12.5,true,\n"2 ""b""",#N/A,,false,\n3,,1e3,,001000000000000\n'
)


def query(chance: random.Random) -> Request:
    """Return a spoiled query: in the address if it is short enough, or as a job."""
    text = chance.choice(QUERIES)
    text = spoiled(text, chance) if chance.random() < 0.5 else exchanged(text, WORDS, chance)
    asked = quote_from_bytes(text.encode("utf-8", "surrogatepass"))
    if len(asked) < 15_000:
        return Request("GET", f"{BASE}/{chance.choice(('query', 'queryAll'))}?q={asked}")
    job = json.dumps({"operation": "query", "query": text}).encode()
    return Request("POST", f"{BASE}/jobs/query", job, _json())


def body(chance: random.Random) -> Request:
    """Return a spoiled body for one of the resources that take JSON."""
    method, path, value = chance.choice(BODIES)
    sent = noise(chance) if chance.random() < 0.05 else spoiled_json(value, chance)
    return Request(method, BASE + path, sent, _json(chance))


def address(chance: random.Random) -> Request:
    """Return a request to a spoiled address."""
    paths = (
        f"/sobjects/Order/{ORDER}?fields=Id,Name",
        "/sobjects/Order/updated?start=2026-05-31T00:00:00Z&end=2026-06-01T00:00:00Z",
        "/sobjects/SBQQ__Quote__c/SBQQ__Key__c/1",
        "/query/01g000000000000AAA-200",
        "/jobs/query/750000000000001AAA/results?maxRecords=5&locator=MTA",
        "/jobs/ingest/750000000000001AAA/failedResults",
        f"/composite/sobjects?ids={ORDER},{ORDER}&allOrNone=true",
        "/sobjects/Account/describe",
    )
    text = spoiled(chance.choice(paths), chance)
    asked = quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="/?&=,:%").replace(
        "..", "."
    )
    return Request(chance.choice(("GET", "DELETE", "PUT")), f"{BASE}/{asked[:15_000].lstrip('/')}")


def upload(chance: random.Random) -> tuple[Request, ...]:
    """Return the steps of an ingest job whose CSV is spoiled; `{job}` stands for its id."""
    sent = noise(chance) if chance.random() < 0.1 else spoiled_bytes(CSV, chance)
    job = {**_INGEST_JOB, "lineEnding": chance.choice(("LF", "LF", "CRLF"))}
    kind = {"Content-Type": "text/csv"}
    if chance.random() < 0.05:
        kind = {"Content-Type": chance.choice(CONTENT_TYPES)}
    return (
        Request("POST", f"{BASE}/jobs/ingest", json.dumps(job).encode(), _json()),
        Request("PUT", f"{BASE}/jobs/ingest/{{job}}/batches", sent, kind),
        Request("PATCH", f"{BASE}/jobs/ingest/{{job}}", b'{"state":"UploadComplete"}', _json()),
        Request("GET", f"{BASE}/jobs/ingest/{{job}}/failedResults"),
        Request("DELETE", f"{BASE}/jobs/ingest/{{job}}"),
    )


def sign_in(assertion: str, chance: random.Random) -> Request:
    """Return a request for a token with a spoiled assertion, form or content type."""
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion}
    if chance.random() < 0.3:
        form[chance.choice((*form, "client_id", "username"))] = spoiled("app", chance)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if chance.random() < 0.1:
        headers = {"Content-Type": chance.choice(CONTENT_TYPES)}
    sent = urlencode(form, errors="surrogatepass").encode()
    if chance.random() < 0.1:
        sent = spoiled_bytes(sent.decode(), chance)
    return Request("POST", "/services/oauth2/token", sent, headers)


def check(request: Request, answer: Answer) -> None:
    """Hold a refusal to the vendor's shape."""
    if answer.status < 400 or answer.status == 414:
        return
    assert "json" in answer.kind, f"{answer} for {request}"
    told = answer.json
    if request.path.startswith("/services/oauth2/"):
        assert set(told) == {"error", "error_description"}, told
        return
    if isinstance(told, dict) and request.path.startswith(f"{BASE}/composite"):
        return  # each part has a result of its own
    assert told, answer.body
    assert all({"message", "errorCode"} <= set(error) for error in told), answer.body


def _json(chance: random.Random | None = None) -> dict[str, str]:
    wrong = chance is not None and chance.random() < 0.05
    kind = chance.choice(CONTENT_TYPES) if chance and wrong else "application/json"
    return {"Content-Type": kind}
