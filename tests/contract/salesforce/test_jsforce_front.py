"""jsforce reaches the org by the vendor's host names, with nothing changed but its environment."""

from bridge.sandbox import world
from tests.contract.conftest import SALESFORCE_HOST, Sandboxes
from tests.contract.salesforce.node import PROGRAMS, node


def test_it_signs_in_at_the_vendors_hosts(sandboxes: Sandboxes) -> None:
    org = {
        "my_domain": f"https://{SALESFORCE_HOST}",
        "client_id": world.CLIENT_ID,
        "client_secret": world.CLIENT_SECRET,
        "username": world.USERNAME,
        "password": world.CLIENT_SECRET,
        "refresh_token": world.CLIENT_SECRET,
    }
    told = node(PROGRAMS / "front.cjs", org, sandboxes.environment)
    orders = told["byApp"]["count"]
    assert orders > 0
    assert told["byApp"] == {"url": f"https://{SALESFORCE_HOST}", "count": orders}
    assert told["bySoap"]["url"] == "https://sandbox.my.salesforce.com"
    assert told["bySoap"]["user"].startswith("https://login.salesforce.com/id/00D")
    assert told["bySoap"]["count"] == told["refreshing"]["count"] == orders
