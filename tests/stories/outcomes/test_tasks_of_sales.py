"""An exception is sent to sales: one task on the order, closed when the deal goes on."""

from collections.abc import Mapping
from pathlib import Path

from bridge.flow.outcomes import tasks
from bridge.queue.life import CaseState, WaitsFor
from bridge.sandbox import world
from tests.stories.stand import Stand, a_stand, order

UNKNOWN = next(path for path in world.DEMO if path.name == "unknown-product.json")
KEY = "bridge-exception-1"
ASKED = "which product was meant?"


def task_of(stand: Stand) -> list[Mapping[str, object]]:
    text = "SELECT Id, Bridge_Key__c, Subject, Description, Status, WhatId, OwnerId FROM Task"
    return list(stand.ends.salesforce.query(text))


def test_what_is_sent_is_one_task_on_the_order_until_the_deal_is_translated(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        case = tasks.send(stand.ends.store, 1, ASKED, "Ana", seen=0)
        assert (case.state, case.lived.life.waits_for) == (CaseState.WAITING, WaitsFor.ORIGIN)
        assert task_of(stand) == []
        stand.sync()
        (task,) = task_of(stand)
        assert (task["Bridge_Key__c"], task["WhatId"]) == (KEY, order("O-ELM"))
        assert str(task["OwnerId"]).startswith("005")
        assert task["Description"] == (
            f"{ASKED}\n18,000.00 USD are held:\n- No NetSuite item for product GPU-BURST; nearest: "
            "the rules know it with product = API, CRED, ENT, ONBOARDING or ULT"
        )
        stand.sync()
        path = f"sobjects/Task/{task['Id']}"
        mine = '{"Subject": "mine", "Status": "In Progress"}'
        stand.ends.salesforce._simple.restful(path, method="PATCH", data=mine)
        stand.arrive({"type": "Product2", "key": "P-GPU-BURST", "ProductCode": "GPU-2"})
        stand.sync()
        (task,) = task_of(stand)
        assert (task["Subject"], task["Status"]) == ("mine", "In Progress")
        stand.arrive({"type": "Product2", "key": "P-GPU-BURST", "ProductCode": "ENT"})
        assert stand.sync().posted_now == 1
        (task,) = task_of(stand)
        assert (task["Subject"], task["Status"]) == ("mine", "Completed")
        assert stand.ends.store.verify() == ()


def test_a_task_whose_answer_was_lost_is_made_once(tmp_path: Path) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        tasks.send(stand.ends.store, 1, ASKED, "Ana")
        stand.strike(
            fault="cut_after_commit", system="salesforce", path="/composite/sobjects/Task", times=1
        )
        stand.sync()
        assert len(task_of(stand)) == 1
