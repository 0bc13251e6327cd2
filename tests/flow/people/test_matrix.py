"""Each role does exactly what the matrix says, in the services that all others call."""

from collections.abc import Callable, Mapping

import pytest

from bridge.adapters.store.database import Store
from bridge.errors import Misconfigured, NotPermitted
from bridge.flow.merging import approving
from bridge.flow.reconciling.pairing.deciding import Pairing
from bridge.flow.reconciling.signing import Seen, Signing
from bridge.flow.replaying import keeping
from bridge.flow.replaying.keeping import Made
from bridge.flow.rulebook.publishing import Publishing
from bridge.ledger.person import MACHINE
from bridge.model.ids import Digest
from bridge.people.acting import needed
from bridge.people.roles import MATRIX, Permission, Role
from bridge.queue.acts import Act, Assign, Comment, Undo
from bridge.queue.deciding import Confirm, Decline, Propose, Revoke
from bridge.queue.decision import Basis, Outcome, Proposal
from bridge.queue.life import Life
from tests.adapters.store.opening import judge
from tests.flow.people.peopling import ADMIN, BEN, WHY, People, Watch
from tests.ledger.building import flagged

NUMBER = 1
Service = Callable[[Store, str], object]


def _act(act: Act) -> Service:
    def acts(store: Store, who: str) -> None:
        with store.transaction("triage", actor=who) as tx:
            tx.lives.act(NUMBER, act)

    return acts


def _undo(store: Store, who: str) -> None:
    with store.transaction("triage", actor=who) as tx:
        tx.lives.undo(NUMBER, who)


def _retry(store: Store, who: str) -> None:
    with store.transaction("retry", actor=who) as tx:
        tx.retry(NUMBER)


def _approve_rules(store: Store, who: str) -> None:
    Publishing(store, Watch(), who).approve("1", WHY)


def _keep_plan(store: Store, who: str) -> None:
    form = {"draft": "0" * 64, "digest": "1" * 64}
    keeping.keep(store, Made(Digest("2" * 64), form, cached=False), who)


def _approve_merge(store: Store, who: str) -> None:
    approving.approve(store, "bridge-merge", by=who, reason=WHY, entitled=approving.among([who]))


def _prepare(store: Store, who: str) -> None:
    Signing(store, who).prepare(Seen("2026-05"), {}, WHY, {})


def _sign(store: Store, who: str) -> None:
    Signing(store, who).sign(Seen("2026-05"), WHY)


def _pair(act: str) -> Service:
    def acts(store: Store, who: str) -> None:
        getattr(Pairing(store, who), act)(NUMBER, WHY)

    return acts


def _reopen(store: Store, who: str) -> None:
    Signing(store, who).reopen(Seen("2026-05"), WHY)


#: What takes each permission; whether there is anything to act on is not asked.
SERVICES: Mapping[str, tuple[Permission, Service]] = {
    "comment": (Permission.TRIAGE, _act(Comment("looked at it"))),
    "undo": (Permission.TRIAGE, _undo),
    "confirm": (Permission.DECIDE, _act(Confirm("somebody", WHY))),
    "decline": (Permission.DECIDE, _act(Decline(WHY))),
    "revoke": (Permission.DECIDE, _act(Revoke(WHY))),
    "retry": (Permission.RUN, _retry),
    "keep a plan": (Permission.PLAN_RULES, _keep_plan),
    "approve rules": (Permission.APPROVE_RULES, _approve_rules),
    "approve a merge": (Permission.APPROVE_MERGES, _approve_merge),
    "prepare a period": (Permission.TRIAGE, _prepare),
    "decline a pair": (Permission.DECIDE, _pair("decline")),
    "revoke a pair": (Permission.DECIDE, _pair("revoke")),
    "sign a period": (Permission.SIGN, _sign),
    "reopen a period": (Permission.SIGN, _reopen),
}


def name_of(role: Role) -> str:
    return f"{role.words.title()} Example"


@pytest.fixture
def everybody(people: People) -> People:
    judge(people.store, flagged())
    for role in Role:
        people.add(name_of(role), role)
    return people


def is_let(service: Service, store: Store, who: str) -> bool:
    try:
        service(store, who)
    except (NotPermitted, Misconfigured) as refused:
        return not isinstance(refused, NotPermitted)
    return True


def test_each_role_may_in_each_service_what_the_matrix_says(everybody: People) -> None:
    found = {
        (what, role): is_let(service, everybody.store, name_of(role))
        for what, (_, service) in SERVICES.items()
        for role in Role
    }
    assert found == {
        (what, role): permission in MATRIX[role]
        for what, (permission, _) in SERVICES.items()
        for role in Role
    }


def test_who_is_not_known_may_nothing_once_there_are_accounts(everybody: People) -> None:
    everybody.administering().disable(name_of(Role.APPROVER), "he left")
    for who in ("Mallory", name_of(Role.APPROVER)):
        assert [is_let(one, everybody.store, who) for _, one in SERVICES.values()] == [
            False for _ in SERVICES
        ]


def test_as_long_as_there_is_no_account_nobody_needs_one(nobody: People) -> None:
    judge(nobody.store, flagged())
    assert all(is_let(one, nobody.store, "root") for _, one in SERVICES.values())


def test_the_bridge_itself_does_what_nobody_asked_it_to(everybody: People) -> None:
    _act(Comment("judged again"))(everybody.store, MACHINE)


@pytest.mark.parametrize("name", ["bridge", "Bridge", " BRIDGE. "])
def test_no_person_acts_as_the_bridge_itself(everybody: People, name: str) -> None:
    with pytest.raises(Misconfigured, match="the name of what no person did"):
        everybody.administering(name).add(BEN, WHY)
    with pytest.raises(Misconfigured, match="the name of what no person did"):
        Publishing(everybody.store, Watch(), name)


def test_what_one_proposed_oneself_one_may_take_back() -> None:
    basis = Basis(deal=Digest("d"), dossier=None)
    proposal = Proposal(outcome=Outcome.REJECTED, by=BEN, reason=WHY, basis=basis)
    life = Propose(proposal).after(Life())
    assert needed(Decline(WHY), life, "BEN example") is Permission.TRIAGE
    assert needed(Decline(WHY), life, ADMIN) is Permission.DECIDE
    assert needed(Assign(BEN), life, ADMIN) is Permission.TRIAGE
    assert needed(Undo(7), life, ADMIN) is Permission.TRIAGE
