"""What an upload to an ingest job may be."""

from tests.sandbox.salesforce.client import Org


def test_an_upload_is_csv_and_nothing_else(org: Org) -> None:
    job = {"object": "Account", "operation": "insert"}
    key = str(org.call("POST", "/jobs/ingest", json=job).json()["id"])
    url, xml = f"/jobs/ingest/{key}/batches", {"Content-Type": "text/xml"}
    assert org.call("PUT", url, json={"Name": "A"}).status_code == 415
    assert org.call("PUT", url, data=b"<a/>", headers=xml).status_code == 415
