"""Orgs that have not bought everything."""

import json
from pathlib import Path

import pytest

from bridge.sandbox.salesforce.editions.packages import PACKAGES, with_packages
from bridge.sandbox.salesforce.objects import standard_objects
from bridge.sandbox.seeds import SeedInvalid
from tests.sandbox.salesforce.client import SCENARIOS, Org, accounts, error_of, opened, seed_of


def names(org: Org) -> set[str]:
    return {each["name"] for each in org.get("/sobjects").json()["sobjects"]}


def fields(org: Org, name: str) -> set[str]:
    return {each["name"] for each in org.get(f"/sobjects/{name}/describe").json()["fields"]}


def scenario(file: Path, *packages: str) -> Org:
    """Open and close an org with a scenario; only whether it can be opened counts."""
    document = json.loads(file.read_text())
    with opened(seed_of(*document["records"], **{**document["org"], "packages": packages})) as org:
        return org


def test_an_org_has_every_package_unless_its_seed_says_otherwise(shared_org: Org) -> None:
    assert {"SBQQ__Quote__c", "blng__UsageSummary__c", "AssetAction"} <= names(shared_org)


def test_an_org_without_cpq_has_nothing_of_it_nor_of_its_billing() -> None:
    with opened(seed_of(*accounts(1), packages=["billing", "revenue_cloud"])) as org:
        assert not {name for name in names(org) if name.startswith(("SBQQ__", "blng__"))}
        assert not {name for name in fields(org, "OrderItem") if name.startswith("SBQQ__")}
        assert "RampIdentifier" in fields(org, "OrderItem")
        query = "SELECT SBQQ__Quote__c FROM Order"
        assert error_of(org.ask(query)) == (400, "INVALID_FIELD")
        assert error_of(org.ask("SELECT Id FROM SBQQ__Quote__c")) == (400, "INVALID_TYPE")


def test_an_org_without_billing_keeps_cpq() -> None:
    with opened(seed_of(*accounts(1), packages=["cpq"])) as org:
        assert "SBQQ__Quote__c" in names(org)
        assert "SBQQ__ChargeType__c" in fields(org, "OrderItem")
        assert not {name for name in fields(org, "OrderItem") if name.startswith("blng__")}


def test_an_org_without_revenue_cloud_has_plain_orders_and_assets() -> None:
    with opened(seed_of(*accounts(1), packages=["cpq", "billing"])) as org:
        assert not {"AssetAction", "UsageSummary", "QuoteAction"} & names(org)
        items = fields(org, "OrderItem")
        assert {"Quantity", "UnitPrice", "TotalPrice", "ServiceDate", "EndDate"} <= items
        assert not {"RampIdentifier", "PricingTermCount", "ProductSellingModelId"} & items
        assert "CurrentMrr" not in fields(org, "Asset")
        children = org.get("/sobjects/Asset/describe").json()["childRelationships"]
        assert children == []


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.cpq.json")), ids=lambda file: file.stem)
def test_a_cpq_scenario_needs_no_revenue_cloud(file: Path) -> None:
    scenario(file, "cpq", "billing")


@pytest.mark.parametrize(
    "file", sorted(SCENARIOS.glob("*.revenue-cloud.json")), ids=lambda file: file.stem
)
def test_a_revenue_cloud_scenario_needs_no_cpq(file: Path) -> None:
    scenario(file, "revenue_cloud")


def test_a_field_of_a_missing_package_is_none_that_the_org_made() -> None:
    order = {"type": "Order", "key": "O", "SBQQ__Contracted__c": True, "Own__c": 1}
    with pytest.raises(SeedInvalid, match=r"SBQQ__Contracted__c: this org does not have"):
        scenario_of(order)
    with pytest.raises(SeedInvalid, match="no object SBQQ__Quote__c"):
        scenario_of({"type": "SBQQ__Quote__c", "key": "Q"})


def scenario_of(*records: dict[str, object]) -> None:
    with opened(seed_of(*records, packages=["revenue_cloud"])):
        raise AssertionError("the org opened")


@pytest.mark.parametrize("packages", ["cpq", ["cpqq"], [1], {"cpq": True}])
def test_packages_that_do_not_exist_are_refused(packages: object) -> None:
    with pytest.raises(SeedInvalid, match="packages"), opened(seed_of(packages=packages)):
        pass


def test_no_field_is_left_that_leads_to_a_missing_object() -> None:
    everything = standard_objects(multi_currency=True)
    for left_out in PACKAGES:
        kept = with_packages(everything, [name for name in PACKAGES if name != left_out])
        gone = everything.keys() - kept.keys()
        assert gone
        for schema in kept.values():
            assert not [f for f in schema.fields.values() if f.targets and set(f.targets) <= gone]
