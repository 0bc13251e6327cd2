"""The register of fields: complete, and the same in the schema, the sources and on its page."""

import pytest

from tests.house.fields.page import written
from tests.house.fields.register import MODELS, asked, fates, objects, schema
from tests.house.reasons.raised import ROOT
from tests.mappers import rules

PAGE = ROOT / "docs/fields.md"
#: What orgs of other editions have, and the schema that is carried here does not.
ELSEWHERE = {
    "cpq": ["Contract.Name"],
    "revenue_cloud": [
        *("AssetAction.Name", "AssetActionSource.Name"),
        *("OrderItem.EarliestEstimatedDeliveryTime", "OrderItem.LatestEstimatedDeliveryTime"),
        *("QuoteLineItem.EndTime", "QuoteLineItem.StartTime"),
    ],
    "sales_cloud": ["OpportunityLineItem.Subtotal"],
    "opportunity": ["OpportunityLineItem.Subtotal"],
}
of_each_model = pytest.mark.parametrize("model", MODELS)


@of_each_model
def test_every_object_that_is_read_is_in_the_schema_and_in_the_source(model: str) -> None:
    source = rules.shipped().source(model)
    assert [name for name in objects(model) if name not in schema(model)] == []
    assert [name for name in objects(model) if name not in source.objects] == []


@of_each_model
def test_every_field_of_the_schema_has_one_fate(model: str) -> None:
    for name in objects(model):
        told = [field for fields in fates(model, name).values() for field in fields]
        assert len(told) == len(set(told))


@of_each_model
def test_a_source_names_no_field_that_the_schema_does_not_have(model: str) -> None:
    unknown = [
        f"{name}.{field}"
        for name, known in rules.shipped().source(model).objects.items()
        for field in (*known.irrelevant, *(fact.field for fact in known.facts.values()))
        if field not in schema(model).get(name, {})
    ]
    assert sorted(unknown) == ELSEWHERE[model]


@of_each_model
def test_a_reader_asks_for_no_field_that_the_schema_does_not_have(model: str) -> None:
    unknown = {
        f"{name}.{field}" for name, field in asked(model) if field not in schema(model)[name]
    }
    assert unknown == set()


def test_the_page_tells_the_register(pytestconfig: pytest.Config) -> None:
    """`pytest tests/house/fields --regold` writes the page anew."""
    if pytestconfig.getoption("--regold"):
        PAGE.write_text(written(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written()
