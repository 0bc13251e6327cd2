"""Who may approve a merge, and what of."""

import pytest

from bridge.adapters.store.database import Store
from bridge.errors import Misconfigured, NotPermitted
from bridge.flow.merging.approving import among, approve, asked_for, entitled, named
from bridge.flow.people.administering import Administering
from tests.flow.merging.acts import ACCOUNTANT, agree, step
from tests.flow.merging.building import APRIL, MARCH, MERGE, a_merging, upsold
from tests.flow.merging.merges_in_memory import Merges
from tests.flow.people.peopling import ADMIN, CHEAP
from tests.flow.posting.acts import judge
from tests.flow.posting.netsuite_in_memory import Present

DEAL = MERGE.split("-")[1]


def test_an_approval_keeps_person_reason_and_effective_date(store: Store) -> None:
    agree(store)
    with store.reading() as view:
        (asked,) = asked_for(view)
        (entry,) = (one for one in view.ledger.entries() if one.kind == "MERGE_APPROVED")
    assert asked.approval is not None
    assert (asked.approval.by, asked.approval.on) == (ACCOUNTANT, MARCH)
    assert asked.approval.reason == "as agreed with the customer"
    assert (entry.actor, entry.deal, entry.refs["document"]) == (ACCOUNTANT, DEAL, MERGE)


def test_an_approval_lapses_with_the_body_that_it_was_given_for(store: Store) -> None:
    agree(store)
    judge(store, upsold(a_merging(on=APRIL)))
    with store.reading() as view:
        assert named(view, MERGE).approval is None
    judge(store, upsold())
    with store.reading() as view:
        assert named(view, MERGE).approval is not None, "the same body as before"


def test_an_approval_lapses_where_the_amounts_of_the_merge_are_others(store: Store) -> None:
    """Its orders, its day and its kind are those that were approved."""
    agree(store)
    judge(store, upsold(revision=2, worth="50000.00"))
    with store.reading() as view:
        assert named(view, MERGE).approval is None


def test_a_second_approval_changes_nothing(store: Store) -> None:
    agree(store)
    approve(store, DEAL, by="Bo", reason="me too", entitled=among([ACCOUNTANT, "Bo"]))
    with store.reading() as view:
        approval = named(view, DEAL).approval
    assert approval is not None
    assert approval.by == ACCOUNTANT


def test_an_accountant_is_kept_under_the_name_of_the_settings(store: Store) -> None:
    approve(store, MERGE, by="ana  example", reason="agreed", entitled=among(["Bo", ACCOUNTANT]))
    with store.reading() as view:
        approval = named(view, MERGE).approval
    assert approval is not None
    assert approval.by == ACCOUNTANT


@pytest.mark.parametrize(
    ("name", "by", "reason", "says"),
    [
        (MERGE, "Mallory", "because", "not among those who may approve"),
        (MERGE, ACCOUNTANT, " ", "no reason is given"),
        ("bridge-1-mr-1", ACCOUNTANT, "because", "no such merge"),
    ],
)
def test_what_is_no_approval_is_refused_and_leaves_no_entry(
    name: str, by: str, reason: str, says: str, store: Store
) -> None:
    with pytest.raises(Misconfigured, match=says):
        approve(store, name, by=by, reason=reason, entitled=among([ACCOUNTANT]))
    with store.reading() as view:
        assert all(one.kind != "MERGE_APPROVED" for one in view.ledger.entries())


def test_a_merge_that_is_done_waits_for_no_approval(
    store: Store, present: Present, merges: Merges
) -> None:
    agree(store)
    step(store, merges, present)
    with pytest.raises(Misconfigured, match="it is acknowledged"):
        agree(store)
    with store.reading() as view:
        assert (asked_for(view), len(asked_for(view, settled=True))) == ((), 1)


def test_without_names_the_role_alone_says_who_approves_once_there_are_accounts(
    store: Store,
) -> None:
    judge(store, upsold())
    assert entitled(store, [])("Ines") is None
    assert entitled(store, ["Ines"])("ines") == "Ines"
    Administering(store, CHEAP, "root").first(ADMIN, None)
    assert entitled(store, [])("Ines") == "Ines"
    assert entitled(store, ["Ana"])("Ines") is None
    for name in (ADMIN, "Ines"):  # one lacks the role, the other an account
        with pytest.raises(NotPermitted):
            approve(store, MERGE, by=name, reason="agreed", entitled=entitled(store, []))
