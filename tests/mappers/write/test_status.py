"""What Salesforce is told of a deal, as absolute values of two fields."""

import pytest

from bridge.mappers.write import status

ORDERED = {"state": "ACKNOWLEDGED", "internal_id": "5001"}
PENDING = {"state": "PREPARED", "internal_id": None}


@pytest.mark.parametrize(
    ("state", "codes", "documents", "says", "ids"),
    [
        ("TRANSLATED", [], [ORDERED], "Ordered", "5001"),
        ("TRANSLATED", [], [ORDERED, {**ORDERED, "internal_id": "5002"}], "Ordered", "5001, 5002"),
        ("TRANSLATED", [], [ORDERED, ORDERED, ORDERED], "Ordered", "5001"),
        ("TRANSLATED", ["PLAN_DIFFERS"], [ORDERED], "Ordered, plan differs", "5001"),
        ("TRANSLATED", ["PLAN_DIFFERS"], [ORDERED, PENDING], "Pending", "5001"),
        ("FLAGGED", ["A", "PLAN_DIFFERS"], [ORDERED], "Flagged: A", "5001"),
        ("TRANSLATED", [], [ORDERED, PENDING], "Pending", "5001"),
        ("TRANSLATED", [], [PENDING], "Pending", None),
        ("WAITING", [], [], "Waiting", None),
        ("EXCLUDED", [], [], "Excluded", None),
        ("FLAGGED", ["ITEM_UNMAPPED"], [], "Flagged: ITEM_UNMAPPED", None),
        ("FLAGGED", ["A", "B", "C"], [], "Flagged: A and 2 more", None),
        ("FLAGGED", ["CHANGED_AFTER_ORDER"], [ORDERED], "Flagged: CHANGED_AFTER_ORDER", "5001"),
    ],
)
def test_the_status_of_a_deal_fits_its_field(
    state: str, codes: list[str], documents: list[dict[str, str | None]], says: str, ids: str | None
) -> None:
    row = status.row("801", {"state": state, "codes": codes, "documents": documents})
    assert row == {"Id": "801", status.STATUS_FIELD: says, status.IDS_FIELD: ids}


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        (["X" * 31], f"Flagged: {'X' * 31}"),
        (["X" * 32], "Flagged for 1 reason"),
        (["X" * 20, "Y"], f"Flagged: {'X' * 20} and 1 more"),
        (["AMOUNT_WITHOUT_QUANTITY", "Y"], "Flagged for 2 reasons"),
    ],
)
def test_a_status_that_would_not_fit_is_told_whole_in_fewer_words(
    codes: list[str], says: str
) -> None:
    row = status.row("801", {"state": "FLAGGED", "codes": codes, "documents": []})
    assert row[status.STATUS_FIELD] == says
    assert len(says) <= 40
