"""A small vocabulary and a rulebook of every kind of file, for the tests of this folder."""

from pathlib import Path

import pytest

from bridge.rules.rulebook import Rulebook, load
from bridge.rules.vocabulary import Vocabulary

SAMPLE = Path(__file__).parent / "sample"


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return Vocabulary(
        enums={
            "Billing": ("Annual", "Monthly", "Quarterly", "One Time"),
            "DealKind": ("NEW", "RENEWAL", "TRIAL"),
            "Region": ("AMER", "EMEA", "APAC"),
            "Recognition": ("STRAIGHT_LINE", "POINT_IN_TIME"),
        },
        records={
            "Deal": {
                "number": "text",
                "kind": "DealKind",
                "amount": "decimal(18,2)",
                "po_number": "text?",
                "signed": "date",
                "lines": "list(Line)",
            },
            "Line": {
                "product": "text",
                "billing_frequency": "Billing",
                "quantity": "decimal(14,4)",
                "price_step": "decimal(10,4)",
                "amount": "decimal(18,2)",
                "start": "date",
                "change": "DealKind?",
                "deal": "Deal",
            },
        },
        treatments={
            "RAMP": ("as_segments", "over_the_total"),
            "FLAT": ("as_sold",),
            "INCREASE": ("as_sold", "as_segments"),
        },
        targets={
            "sales_order": {"subsidiary": "text", "orderStatus": "text", "memo": "text?"},
            "sales_order_line": {"item": "text", "department": "text", "class": "text"},
        },
        forbidden={
            "amount": "amounts are those of the deal",
            "quantity": "quantities are those of the deal",
        },
        models=("cpq", "revenue_cloud"),
        asked_with={"sales_order": "Deal", "sales_order_line": "Line"},
        decided={"sales_order": ("memo",)},
    )


@pytest.fixture(scope="session")
def files() -> dict[str, str]:
    return {
        path.relative_to(SAMPLE).as_posix(): path.read_text() for path in SAMPLE.rglob("*.yaml")
    }


@pytest.fixture(scope="session")
def rulebook(files: dict[str, str], vocabulary: Vocabulary) -> Rulebook:
    return load(files, vocabulary)
