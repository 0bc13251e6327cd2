"""How rows about arrangements are read."""

import pytest
import responses

from bridge.adapters.netsuite.merging.arrangements import Sight
from bridge.errors import Refused, Unavailable
from tests.adapters.netsuite.accounts import SUITEQL, account
from tests.adapters.netsuite.merging.stand import FIRST, MARCH

ELEMENT = {"thesource": FIRST, "theelement": "1", "arrangement": "11", "sales": "-1200"}
ARRANGEMENT = {"arrangement": "11", "dated": "2026-01-01"}


def seen(**changed: object) -> Sight:
    """What is seen of one order whose element and arrangement have these columns, too."""
    pages: tuple[list[dict[str, object]], ...] = (
        [{**ELEMENT, **changed}],
        [{"theelement": "1", "arrangement": "11"}],
        [{**ARRANGEMENT, **changed, "arrangement": "11"}],
        [],
        [],
    )
    for rows in pages:
        responses.post(SUITEQL, json={"hasMore": False, "items": rows})
    return account().merges.seen([FIRST], MARCH)


@responses.activate
@pytest.mark.parametrize(
    ("how", "prospective"),
    [("Prospective", True), ("PROSPECTIVE", True), ("Combined", False), ("Retrospective", False)],
)
def test_the_kind_of_a_merge_is_read_whatever_its_case(how: str, *, prospective: bool) -> None:
    (element,) = seen(how=how).elements
    assert element.prospective is prospective


@responses.activate
@pytest.mark.parametrize(
    ("state", "approved"), [("A", False), ("RevArrng:A", False), ("B", True), (None, True)]
)
def test_an_arrangement_that_is_pending_approval_is_told(
    state: str | None, *, approved: bool
) -> None:
    (arrangement,) = seen(state=state).arrangements
    assert arrangement.approved is approved


@responses.activate
def test_elements_of_an_arrangement_that_is_not_shown_are_no_sight() -> None:
    with pytest.raises(Refused, match="does not show to the role"):
        seen(arrangement="12")


@responses.activate
@pytest.mark.parametrize(
    "changed", [{"theelement": "x"}, {"arrangement": None}, {"sales": "much"}, {"dated": "1/1/26"}]
)
def test_a_row_that_does_not_make_sense_is_no_answer(changed: dict[str, object]) -> None:
    with pytest.raises(Unavailable, match="no id, amount or day"):
        seen(**changed)
