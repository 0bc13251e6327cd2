"""An exception is sent to sales: one task on the order, closed when the deal goes on."""

from collections.abc import Mapping
from pathlib import Path

from bridge.adapters.store.cases import ExceptionCase
from bridge.flow.outcomes import tasks
from bridge.queue.acts import Ask, Comment
from bridge.queue.life import CaseState, WaitsFor
from bridge.sandbox import world
from tests.stories.stand import Stand, a_stand, order

UNKNOWN = next(path for path in world.DEMO if path.name == "unknown-product.json")
KEY = "bridge-exception-1"
ASKED = "which product was meant?"


def task_of(stand: Stand) -> list[Mapping[str, object]]:
    text = "SELECT Id, Bridge_Key__c, Subject, Description, Status, WhatId, OwnerId FROM Task"
    return list(stand.ends.salesforce.query(text))


def case_of(stand: Stand) -> ExceptionCase:
    with stand.ends.store.reading() as view:
        return view.cases.known(1)


def take_back(stand: Stand) -> None:
    with stand.ends.store.transaction("undone", actor="Ana") as tx:
        tx.lives.undo(1, "Ana")


def answer(stand: Stand, task: Mapping[str, object]) -> None:
    """Let sales close a task."""
    path = f"sobjects/Task/{task['Id']}"
    stand.ends.salesforce._simple.restful(path, method="PATCH", data='{"Status": "Completed"}')


def refuse_tasks(stand: Stand, times: int, code: str = "INACTIVE_OWNER_OR_USER") -> None:
    """Let Salesforce turn down the one task of so many calls."""
    error = {"statusCode": code, "message": "no", "fields": ["OwnerId"]}
    stand.strike(
        fault="status",
        status=200,
        json=[{"success": False, "errors": [error]}],
        system="salesforce",
        path="/composite/sobjects/Task",
        times=times,
    )


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


def test_what_is_taken_back_is_never_made_and_what_is_sent_again_is_another_task(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        store = stand.ends.store
        tasks.send(store, 1, "about the wrong customer", "Ana")
        take_back(stand)
        stand.sync()
        assert task_of(stand) == []
        tasks.send(store, 1, ASKED, "Ana")
        stand.sync()
        (asked,) = task_of(stand)
        assert str(asked["Description"]).startswith(ASKED)
        answer(stand, asked)
        tasks.send(store, 1, "you closed it, but nothing changed", "Ana")
        stand.sync()
        made = {one["Id"]: one for one in task_of(stand)}
        assert made.pop(asked["Id"])["Status"] == "Completed"
        (again,) = made.values()
        assert again["Status"] != "Completed"
        take_back(stand)
        stand.sync()
        assert {one["Status"] for one in task_of(stand)} == {"Completed"}
        with store.reading() as view:
            assert view.write_backs.due() == ()
        assert store.verify() == ()


def test_a_task_that_its_owner_may_not_have_is_made_all_the_same(tmp_path: Path) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        tasks.send(stand.ends.store, 1, ASKED, "Ana")
        refuse_tasks(stand, times=1)
        stand.sync()
        (task,) = task_of(stand)
        assert task["Bridge_Key__c"] == KEY
        assert case_of(stand).state is CaseState.WAITING


def test_a_task_that_salesforce_refuses_opens_the_exception_and_is_asked_for_no_more(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        tasks.send(stand.ends.store, 1, ASKED, "Ana")
        refuse_tasks(stand, times=2)
        stand.sync()
        case = case_of(stand)
        assert (case.state, case.lived.life.waits_for) == (CaseState.OPEN, None)
        with stand.ends.store.reading() as view:
            last = view.lives.story(1)[-1]
        assert (last.by, last.act.name) == ("bridge", "bounce")
        assert "INACTIVE_OWNER_OR_USER" in str(last.act.form()["says"])
        stand.sync()
        with stand.ends.store.reading() as view:
            assert view.write_backs.due() == ()
        tasks.send(stand.ends.store, 1, ASKED, "Ana")
        stand.sync()
        assert len(task_of(stand)) == 1
        assert stand.ends.store.verify() == ()


def test_a_row_that_is_locked_is_tried_again_and_the_order_is_told_nothing_twice(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        tasks.send(stand.ends.store, 1, ASKED, "Ana")
        refuse_tasks(stand, times=1, code="UNABLE_TO_LOCK_ROW")
        stand.sync()
        assert task_of(stand) == []
        assert case_of(stand).state is CaseState.WAITING
        with stand.ends.store.reading() as view:
            (due,) = view.write_backs.due()
        assert not due.has_new_status
        stand.sync()
        assert len(task_of(stand)) == 1


def test_a_task_that_cannot_be_closed_is_told_once(tmp_path: Path) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        tasks.send(stand.ends.store, 1, ASKED, "Ana")
        stand.sync()
        take_back(stand)
        refuse_tasks(stand, times=2)
        stand.sync()
        with stand.ends.store.reading() as view:
            said = [one.act for one in view.lives.story(1) if isinstance(one.act, Comment)]
            assert view.write_backs.due() == ()
        text = f"its task {KEY} could not be closed in Salesforce: INACTIVE_OWNER_OR_USER"
        assert said == [Comment(text)]


def test_a_task_that_sales_completes_or_deletes_opens_the_exception_once(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        tasks.send(stand.ends.store, 1, ASKED, "Ana")
        stand.sync()
        (task,) = task_of(stand)
        stand.later(60)
        answer(stand, task)
        stand.sync()
        case = case_of(stand)
        assert (case.state, case.lived.life.waits_for) == (CaseState.OPEN, None)
        with stand.ends.store.reading() as view:
            last = view.lives.story(1)[-1]
        assert (last.by, last.act.name) == ("bridge", "reopen")
        assert f"sales completed {KEY}" in str(last.act.form()["says"])
        with stand.ends.store.transaction("asked", actor="Ana") as tx:
            tx.lives.act(1, Ask(WaitsFor.ORIGIN, "they will tell us on Monday"))
        stand.sync()
        assert case_of(stand).state is CaseState.WAITING
        tasks.send(stand.ends.store, 1, "and now?", "Ana")
        stand.sync()
        assert case_of(stand).state is CaseState.WAITING
        (first, second) = sorted(task_of(stand), key=lambda one: len(str(one["Bridge_Key__c"])))
        path = f"sobjects/Task/{second['Id']}"
        stand.ends.salesforce._simple.restful(path, method="DELETE")
        stand.sync()
        case = case_of(stand)
        assert (case.state, case.lived.life.waits_for) == (CaseState.OPEN, None)
        with stand.ends.store.reading() as view:
            last = view.lives.story(1)[-1]
        assert (last.by, last.act.name) == ("bridge", "bounce")
        assert f"{second['Bridge_Key__c']} is gone from Salesforce" in str(last.act.form()["says"])
        stand.sync()
        assert [one["Id"] for one in task_of(stand)] == [first["Id"]]
        with stand.ends.store.reading() as view:
            assert view.lives.story(1)[-1] == last


def test_a_task_that_is_completed_with_the_change_resolves_the_exception(tmp_path: Path) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        tasks.send(stand.ends.store, 1, ASKED, "Ana")
        stand.sync()
        (task,) = task_of(stand)
        stand.later(60)
        stand.arrive({"type": "Product2", "key": "P-GPU-BURST", "ProductCode": "ENT"})
        answer(stand, task)
        stand.sync()
        assert case_of(stand).state is CaseState.RESOLVED
        with stand.ends.store.reading() as view:
            assert [one.act.name for one in view.lives.story(1)] == ["send"]
