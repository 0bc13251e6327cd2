"""What held a deal is mended outside of Salesforce: it goes on, and nobody touches its order."""

from dataclasses import replace
from pathlib import Path

from bridge.flow.rulebook import editions
from bridge.sandbox import world
from tests.stories.stand import RAMP, a_stand, changed_rules

UNKNOWN = next(path for path in world.DEMO if path.name == "unknown-product.json")
ROW = "  - [ENT, SUB-ENT, STRAIGHT_LINE_EVEN]"
ITEM = "serviceSaleItem/eid:SUB-ENT"


def test_a_new_row_of_a_rule_lets_a_flagged_deal_go(tmp_path: Path) -> None:
    more = changed_rules(
        tmp_path, "items.yaml", ROW, f"{ROW}\n{ROW.replace('ENT,', 'GPU-BURST,', 1)}"
    )
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        assert stand.codes() == [("ITEM_UNMAPPED", "18000.00")]
        stand.later(1200)
        mended = replace(stand, edition=editions.edition(more))
        assert mended.sync().posted_now == 1
        assert stand.codes() == []


def test_a_rulebook_that_returns_judges_again_what_another_flagged(tmp_path: Path) -> None:
    fewer = changed_rules(tmp_path, "items.yaml", ROW, "  - [PRO, SUB-ENT, STRAIGHT_LINE_EVEN]")
    with a_stand(tmp_path, RAMP) as stand:
        stand.arrive({"type": "Order", "key": "O-A", "SBQQ__Contracted__c": False})
        stand.sync()
        stand.arrive({"type": "Order", "key": "O-A", "SBQQ__Contracted__c": True})
        assert replace(stand, edition=editions.edition(fewer)).sync().summary.flagged == 1
        stand.later(1200)
        assert stand.sync().posted_now == 1


def test_an_item_that_is_active_again_lets_a_flagged_deal_go(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.change_in_netsuite(ITEM, isInactive=True)
        stand.sync()
        assert stand.codes() == [("UNKNOWN_IN_NETSUITE", "561600.00")]
        stand.later(650)
        stand.sync()
        stand.later(100)
        before = stand.journalled("salesforce")
        assert stand.sync().posted_now == 0
        # It is polled, a call for five objects, and not read again for nothing.
        assert stand.journalled("salesforce") - before <= 7
        stand.change_in_netsuite(ITEM, isInactive=False)
        assert stand.sync().posted_now == 1
        assert stand.codes() == []


def test_a_product_that_gets_its_code_lets_a_flagged_deal_go(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.arrive({"type": "Product2", "key": "P-ENT", "ProductCode": None})
        stand.sync()
        assert stand.cases()
        stand.later(1200)
        stand.arrive({"type": "Product2", "key": "P-ENT", "ProductCode": "ENT"})
        assert stand.sync().posted_now == 1
        assert stand.codes() == []
