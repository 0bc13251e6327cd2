"""A mistake of ours on one deal: it is held with its amount, and the others go on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bridge.flow import judging
from bridge.flow.sync import batches
from bridge.ledger.judgement import Judgement
from bridge.mappers import dossiers
from bridge.mappers.read import whole
from bridge.model.dossier import Dossier
from bridge.model.money import Money
from bridge.rules.rulebook import Source
from bridge.sandbox import world
from tests.stories.stand import RAMP, UPSELL, a_stand, order

EURO = next(path for path in world.DEMO if path.name == "euro.json")


def failing_on(name: str, error: Exception) -> Callable[[Dossier, Source], whole.Read]:
    reads = dossiers.READERS["cpq"]

    def read(dossier: Dossier, source: Source) -> whole.Read:
        if dossier.deal == order(name):
            raise error
        return reads(dossier, source)

    return read


@pytest.mark.parametrize(
    "error", [KeyError("x"), ValueError("x"), RecursionError("x"), NameError("x")]
)
def test_a_reader_that_fails_on_one_deal_holds_that_deal_alone(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_stand(tmp_path, RAMP, UPSELL) as stand:
        with monkeypatch.context() as broken:
            broken.setitem(dossiers.READERS, "cpq", failing_on("O-A", error))
            assert stand.sync().posted_now == 2
            assert stand.codes() == [("DEFECT", "561600.00")]
            assert type(error).__name__ in stand.cases()[0].flags[0].says
            stand.sync()
            assert len(stand.cases()) == 1
        stand.arrive({"type": "Order", "key": "O-A", "PoNumber": "PO-7"})
        assert stand.sync().posted_now == 1
        assert stand.codes() == []


def test_an_amount_is_held_in_the_currency_of_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_stand(tmp_path, EURO) as stand:
        broken = failing_on("O-GINKGO", KeyError("x"))
        monkeypatch.setitem(dossiers.READERS, "cpq", broken)
        stand.sync()
        assert stand.position("EUR") == {"booked": "55000.00", "suspense": "55000.00"}


def test_a_defect_on_a_known_deal_leaves_it_in_its_contract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        stand.sync()
        stand.sync()  # it reads what it wrote back itself
        broken = failing_on("O-B1", KeyError("x"))
        monkeypatch.setitem(dossiers.READERS, "cpq", broken)
        stand.later(3600)
        stand.arrive({"type": "Order", "key": "O-B1"})
        stand.sync()
        deal = stand.deal("O-B1").deal
        assert (str(deal.contract), deal.kind) == (order("O-B0"), "AMENDMENT")
        assert stand.codes() == [("DEFECT", "0.00")]  # it is ordered, nothing is left to hold


def test_documents_that_do_not_add_up_are_a_defect_of_that_deal_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = judging.judge

    def short(*given: Any) -> Judgement:
        judged = judge(*given)
        if judged.deal.id != order("O-A"):
            return judged
        cent = Money(1, judged.deal.booked.currency)
        return replace(judged, deal=replace(judged.deal, booked=judged.deal.booked + cent))

    monkeypatch.setattr(batches, "judge", short)
    with a_stand(tmp_path, RAMP, UPSELL) as stand:
        assert stand.sync().posted_now == 2
        assert stand.codes() == [("DEFECT", "561600.00")]
