"""The page of reconciliation has every class as it is, in the order of the walk."""

from pathlib import Path

from bridge.model.measures import definition
from bridge.reconcile.classes import CLASSES, VARIANCE_ORDER

PAGE = (Path(__file__).parents[2] / "docs" / "reconciliation.md").read_text(encoding="utf-8")


def test_the_table_of_classes_is_the_order_of_the_walk() -> None:
    table = PAGE.split("| code | stage |")[1].split("\n\n")[0].splitlines()[2:]
    assert table == [
        f"| `{one.code}` | {one.stage} | {one.name} | {one.meaning} | {one.nature} |"
        f" {'yes' if one.reverses else 'no'} |"
        for one in CLASSES
    ]
    assert f"(`{VARIANCE_ORDER}`)" in PAGE


def test_the_page_has_every_word_of_a_measure() -> None:
    switches = (
        definition.Segment,
        definition.Counted,
        definition.Annualised,
        definition.Converted,
        definition.Churned,
        definition.Reactivated,
        definition.Retained,
        definition.LeftOut,
    )
    words = [word for switch in switches for word in switch]
    assert [word for word in words if f"`{word}`" not in PAGE] == []
