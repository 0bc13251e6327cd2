"""What the books know of packages that are not whole, and when their deals are judged again."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bridge.adapters.store.database import Store
from bridge.flow.merging.packages import Wait, note_overdue
from bridge.ledger.judgement import Basis, DealFacts, Excluded
from bridge.model.ids import ContractId, DealId, digest
from bridge.model.packages.package import Packaged
from tests.adapters.store.opening import judge, moment, opened
from tests.ledger.building import DEAL, a_deal, excluded, flagged

OTHER = DealId("801000000000002AAA")


def packaged(deal: DealId, contracts: int = 2) -> DealFacts:
    return replace(
        a_deal(deal=deal),
        contract=ContractId(deal),
        packaged=Packaged(name="P-7", contracts=contracts),
    )


def noted(store: Store) -> list[DealId]:
    """The deals that are to be judged again; then they were."""
    with store.transaction("judged") as tx:
        found = tx.deals.notes.to_read()
        for one in found:
            tx.judgements.answer(one.deal, one.noted)
    return [one.deal for one in found]


def rejected(deal: DealId) -> Excluded:
    return excluded(packaged(deal), rule="decision:rejected")


def test_the_others_of_a_package_are_judged_when_one_is_left_out_and_when_it_comes_back(
    tmp_path: Path,
) -> None:
    with opened(f"sqlite:///{tmp_path}/bridge.sqlite") as store:
        judge(store, flagged(packaged(DEAL)))
        judge(store, flagged(packaged(OTHER)))
        noted(store)
        judge(store, rejected(OTHER))
        assert noted(store) == [DEAL]
        with store.reading() as view:
            (one,) = view.packages.open()
            (member,) = view.packages.of("P-7", ContractId(DEAL), DEAL).members
        assert [each.out is None for each in one.members] == [True, False]
        assert member.out == f"1,200.00 USD, {rejected(OTHER).says}"
        judge(store, flagged(packaged(OTHER)))
        assert noted(store) == [DEAL]


def test_what_is_gone_or_cannot_be_read_stays_in_its_package(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/bridge.sqlite") as store:
        judge(store, flagged(packaged(DEAL)))
        judge(store, flagged(replace(packaged(DEAL), packaged=None)))
        with store.reading() as view:
            assert view.packages.deals_of("P-7") == (DEAL,)
        read = Basis(dossier=digest("what was read of it"))
        alone = replace(packaged(DEAL), packaged=None, digest=digest("sold by itself"))
        judge(store, replace(flagged(alone), basis=read))
        with store.reading() as view:
            assert view.packages.deals_of("P-7") == ()


def test_a_package_is_judged_once_when_it_has_waited_for_too_long(tmp_path: Path) -> None:
    def wait(days: float) -> Wait:
        return Wait(now=began + timedelta(days=days), days=90)

    began: datetime = moment()
    with opened(f"sqlite:///{tmp_path}/bridge.sqlite") as store:
        judge(store, flagged(packaged(DEAL)))
        found = []
        for day in (89, 90, 90.5, 91, 200):
            note_overdue(store, wait(day))
            found.append(noted(store))
        note_overdue(store, Wait(now=began + timedelta(days=999), days=0))
        assert found == [[], [], [DEAL], [], []]
        assert noted(store) == []
