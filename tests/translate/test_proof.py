"""The proof of conservation that every translation passes: it fails when a cent is missing."""

from dataclasses import replace

import pytest

from bridge import translate
from bridge.mappers.shape.assembling import Assembled
from bridge.model.document import Document
from bridge.model.dossier import Dossier
from bridge.model.ids import DealId
from bridge.model.money import Money
from bridge.model.schedule import Schedule
from bridge.translate import NotConserved, Translated
from tests.mappers import rules
from tests.mappers.builders import Sold, a_cpq_order


def made() -> Translated:
    return a_cpq_order(Sold(), Sold(product="ULT")).translated()


def prove(
    result: Translated, documents: tuple[Document, ...], schedules: tuple[Schedule, ...]
) -> None:
    translate._prove_conserved(result.heading, Assembled(documents, schedules))


def test_a_translation_that_is_whole_passes() -> None:
    result = made()
    prove(result, result.documents, result.schedules)


def test_a_document_that_lost_a_line_fails() -> None:
    result = made()
    (document,) = result.documents
    short = replace(document, lines=document.lines[:1])
    with pytest.raises(NotConserved, match=r"is 2,400\.00 USD, its documents are not"):
        prove(result, (short,), result.schedules[:1])


def test_a_cent_that_moved_between_two_lines_fails_although_the_sum_is_right() -> None:
    result = made()
    (document,) = result.documents
    cent = Money(1, document.currency)
    first, second = document.lines
    moved = (
        replace(first, amount=first.amount + cent),
        replace(second, amount=second.amount - cent),
    )
    with pytest.raises(NotConserved):
        prove(result, (replace(document, lines=moved),), result.schedules)


def test_a_schedule_that_lost_a_period_fails() -> None:
    result = made()
    first, second = result.schedules
    short = replace(first, planned=first.planned[1:])
    with pytest.raises(NotConserved, match=r"line 1 is 1,200\.00 USD, its schedule 1,100\.00 USD"):
        prove(result, result.documents, (short, second))


def test_a_dossier_without_its_order_is_a_mistake_of_ours() -> None:
    dossier = a_cpq_order().dossier
    empty = Dossier(
        model="cpq", deal=DealId("nothing"), records=(), earlier=(), frame=dossier.frame
    )
    with pytest.raises(ValueError, match="holds no order nothing"):
        translate.translate(empty, rules.shipped())
