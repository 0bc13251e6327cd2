"""Records over SOAP: what one door writes, the other one reads."""

from __future__ import annotations

from tests.sandbox.netsuite.client import ACME, NetSuite, an_order
from tests.sandbox.netsuite.client import line as rest_line
from tests.sandbox.netsuite.soap.messages import Soap, customer, line, order, ref

CUSTOM_LINE = (
    '<sales:customFieldList><core:customField xsi:type="core:StringCustomFieldRef" '
    'scriptId="custcol_bridge_line"><core:value>L-1</core:value></core:customField>'
    "</sales:customFieldList>"
)


def custom_body(text: str, script_id: str = "custbody_bridge_digest") -> str:
    return (
        '<sales:customFieldList><core:customField xsi:type="core:StringCustomFieldRef" '
        f'scriptId="{script_id}"><core:value>{text}</core:value></core:customField>'
        "</sales:customFieldList>"
    )


def test_an_order_written_over_soap_is_read_over_rest_and_by_query(soap: Soap) -> None:
    body = (
        "<sales:orderStatus>_pendingFulfillment</sales:orderStatus><sales:memo>m</sales:memo>"
        f"{custom_body('d1')}"
    )
    dates = (
        "<sales:revRecStartDate>2026-01-15T00:00:00.000Z</sales:revRecStartDate>"
        "<sales:revRecEndDate>2027-01-14T00:00:00Z</sales:revRecEndDate>"
    )
    lines = line("first", "100.50", dates + CUSTOM_LINE) + line("second", "20")
    written = soap.call("upsert", order("SO-1", lines, body))
    internal_id = written.one("baseRef").get("internalId")
    read = soap.netsuite.order("SO-1")
    assert read["id"] == internal_id
    assert (read["memo"], read["status"]["id"], str(read["total"])) == ("m", "B", "120.50")
    assert read["custbody_bridge_digest"] == "d1"
    first = read["item"]["items"][0]
    assert (first["revRecStartDate"], first["revRecEndDate"]) == ("2026-01-15", "2027-01-14")
    assert first["custcol_bridge_line"] == "L-1"
    query = "SELECT id, memo FROM transaction WHERE externalid = ?"
    assert soap.netsuite.rows(query, "SO-1") == [{"id": internal_id, "memo": "m"}]


def test_an_order_written_over_rest_is_read_over_soap(soap: Soap) -> None:
    body = an_order(
        rest_line("one", amount=12.5), custbody_bridge_deal="D", orderStatus={"id": "A"}
    )
    assert soap.netsuite.put("R-1", body).status_code == 204
    answer = soap.call("get", ref("salesOrder", "R-1"))
    record = answer.one("record")
    assert record.get("externalId") == "R-1"
    assert answer.texts("orderStatus") == ["_pendingApproval"]
    assert answer.texts("tranDate") == ["2026-01-15T00:00:00.000Z"]
    assert answer.texts("amount") == ["12.5"]
    assert [one.get("scriptId") for one in answer.all("customField")] == ["custbody_bridge_deal"]
    assert "ACME" in answer.texts("name")


def test_lines_that_are_not_given_go_unless_the_list_says_otherwise(soap: Soap) -> None:
    soap.call("upsert", order("K-1", line("first") + line("second")))
    second = "<sales:item><sales:line>2</sales:line><sales:memo/></sales:item>".replace(
        "<sales:memo/>", "<sales:description>changed</sales:description>"
    )
    soap.call("upsert", order("K-1", second, keys='replaceAll="false"'))
    assert soap.netsuite.lines("K-1") == [(1, "first"), (2, "changed")]
    soap.call("upsert", order("K-1", second))
    assert soap.netsuite.lines("K-1") == [(2, "changed")]


def test_a_field_is_emptied_by_naming_it(soap: Soap) -> None:
    soap.call("add", customer("N-1", rest="<rel:email>a@example.com</rel:email>"))
    emptied = "<core:nullFieldList><core:name>email</core:name></core:nullFieldList>"
    inner = f'<msgs:record xsi:type="rel:Customer" externalId="N-1">{emptied}</msgs:record>'
    assert soap.call("update", inner).succeeded == [True]
    assert soap.call("get", ref("customer", "N-1")).texts("email") == []
    unknown = inner.replace(">email<", ">colour<")
    assert soap.call("update", unknown).codes == ["INVALID_FLD_VALUE"]


def test_in_a_list_each_record_fares_for_itself(soap: Soap) -> None:
    records = customer("L-1") + customer("L-2", name="") + customer("L-3")
    answer = soap.call("upsertList", records)
    assert answer.succeeded == [True, True, False, True]  # the first is the list's own
    assert answer.codes == ["USER_ERROR"]
    assert answer.texts("message") == ["Please enter value(s) for: Company Name"]
    read = soap.call("getList", "".join(ref("customer", f"L-{n}") for n in (1, 2, 3)))
    assert read.succeeded == [True, True, False, True]
    assert read.codes == ["RCRD_DSNT_EXIST"]
    assert [one.get("externalId") for one in read.all("record")] == ["L-1", "L-3"]


def test_codes_tell_what_is_wrong(soap: Soap) -> None:
    soap.call("add", customer("C-1"))
    assert soap.call("add", customer("C-1")).codes == ["DUP_RCRD"]
    assert soap.call("update", customer("C-2")).codes == ["RCRD_DSNT_EXIST"]
    assert soap.call("upsert", customer("")).codes == ["MISSING_REQD_FLD"]
    item = '<sales:item><sales:item internalId="999999"/></sales:item>'
    wrong = soap.call("upsert", order("C-3", item))
    assert wrong.codes == ["INVALID_KEY_OR_REF"]
    assert wrong.texts("message") == ["Invalid item reference key 999999."]
    assert soap.call("get", ref("spaceShip", "C-1")).codes == ["INVALID_RCRD_TYPE"]
    assert soap.call("get", ref("salesOrder", "C-1")).codes == ["RCRD_DSNT_EXIST"]
    custom = soap.call("upsert", order("C-4", rest=custom_body("x", "custbody_unknown")))
    assert custom.codes == ["INVALID_KEY_OR_REF"]


def test_a_period_is_read_and_never_written(soap: Soap) -> None:
    asked = '<msgs:baseRef xsi:type="core:RecordRef" type="accountingPeriod" internalId="103"/>'
    read = soap.call("get", asked)
    assert read.texts("periodName") == ["Jan 2024"]
    assert read.one("record").get("externalId") is None
    inner = (
        '<msgs:record xsi:type="acct:AccountingPeriod" internalId="103">'
        "<acct:closed>true</acct:closed></msgs:record>"
    )
    assert soap.call("update", inner).codes == ["CANT_UPDATE_ACCTNG_PRDS"]


def test_items_hold_what_revenue_needs(soap: Soap) -> None:
    inner = (
        '<msgs:record xsi:type="acct:ServiceSaleItem" externalId="NEW">'
        "<acct:salesDescription>Text</acct:salesDescription>"
        "<acct:vsoeSopGroup>_exclude</acct:vsoeSopGroup>"
        '<acct:revenueRecognitionRule externalId="SL-EVEN"/>'
        '<acct:createRevenuePlansOn internalId="ARRANGEMENT"/>'
        "<acct:itemId>NEW</acct:itemId>"
        '<acct:subsidiaryList><core:recordRef externalId="US-INC"/></acct:subsidiaryList>'
        "<acct:rate>12.50</acct:rate></msgs:record>"
    )
    assert soap.call("add", inner).succeeded == [True]
    answer = soap.netsuite.call("GET", "/serviceSaleItem/eid:NEW").json()
    assert answer["VSOESopGroup"]["id"] == "EXCLUDE"
    assert answer["createRevenuePlansOn"]["id"] == "ARRANGEMENT"
    read = soap.call("get", ref("serviceSaleItem", "NEW"))
    assert read.texts("vsoeSopGroup") == ["_exclude"]
    assert read.texts("rate") == ["12.50"]
    assert "Example Inc." in read.texts("name")
    assert soap.call("add", inner.replace('externalId="NEW"', "")).codes == ["DUP_ITEM"]


def test_currencies_are_listed_whole(soap: Soap) -> None:
    answer = soap.call("getAll", '<msgs:record recordType="currency"/>')
    assert answer.texts("symbol") == ["USD", "EUR", "GBP", "JPY", "KWD"]
    assert answer.texts("currencyPrecision") == ["_two", "_two", "_two", "_zero"]
    wrong = soap.call("getAll", '<msgs:record recordType="state"/>')
    assert wrong.codes == ["INVALID_RCRD_TYPE"]


def test_a_list_that_is_too_long_is_refused_as_a_whole(soap: Soap) -> None:
    records = "".join(customer(f"M-{number}") for number in range(101))
    answer = soap.fault(f"<msgs:upsertList>{records}</msgs:upsertList>")
    assert answer.codes == ["MAX_RCRDS_EXCEEDED"]
    assert answer.all("exceededRecordCountFault")
    assert soap.call("get", ref("customer", "M-0")).codes == ["RCRD_DSNT_EXIST"]


def test_what_json_may_hold_and_xml_may_not_does_not_break_an_answer(netsuite: NetSuite) -> None:
    body = {
        "companyName": "Bell \u0007 & <Sons>",
        "subsidiary": {"externalId": "US-INC"},
    }
    assert netsuite.call("PUT", "/customer/eid:BELL", json=body).status_code == 204
    answer = Soap(netsuite).call("get", ref("customer", "BELL"))
    assert answer.texts("companyName") == ["Bell ? & <Sons>"]


def test_a_customer_with_orders_stays_and_one_without_goes(soap: Soap) -> None:
    soap.call("upsert", order("D-1"))
    assert soap.call("delete", ref("customer", ACME)).codes == ["CANT_DELETE_CHILD_RCRDS_EXIST"]
    soap.call("add", customer("D-2"))
    both = soap.call("deleteList", ref("customer", "D-2") + ref("customer", "D-3"))
    assert both.succeeded == [True, True, False]
    assert soap.netsuite.call("GET", "/customer/eid:D-2").status_code == 404
