"""What takes away from a contract goes into its orders in NetSuite, and the totals stand."""

from pathlib import Path

import pytest

from tests.stories.stand import SCENARIOS, a_stand


@pytest.mark.parametrize(
    ("scenario", "documents", "ordered"),
    [
        ("c-downsell-then-cancel.cpq", 5, "99479.60"),
        ("c-downsell-then-cancel.revenue-cloud", 5, "99254.79"),
        ("d-swap.cpq", 3, "130000.00"),
        ("e-early-renewal.cpq", 3, "450000.00"),
    ],
)
def test_every_document_of_a_contract_that_shrinks_is_acknowledged(
    tmp_path: Path, scenario: str, documents: int, ordered: str
) -> None:
    with a_stand(tmp_path, SCENARIOS / f"{scenario}.json") as stand:
        assert stand.sync().posted_now == documents
        assert stand.codes() == []
        assert stand.position() == {"booked": ordered, "ordered": ordered}
        held = stand.orders().values()
        lines = [line for one in held for line in one["item"]["items"]]
        assert f"{sum(line['amount'] for line in lines):.2f}" == ordered
        assert stand.sync().posted_now == 0
