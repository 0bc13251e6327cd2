"""What a translation means to the books."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bridge.flow import judging
from bridge.flow.judging import Patience
from bridge.ledger.judgement import Flagged, Judgement, Translated, Waiting
from bridge.mappers.write import bodies, sales_order
from bridge.model.dossier import Dossier
from bridge.model.ids import digest
from bridge.model.record import Scalar
from tests.mappers import rules
from tests.mappers.scenarios import dossier, key, seed, with_fields

RAMP = "a-ramp-three-years.cpq"
SEEN = datetime(2026, 3, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOT_CONTRACTED: dict[str, Scalar] = {"SBQQ__Contracted__c": False}


def the_ramp(**changes: Scalar) -> Dossier:
    known = seed(RAMP)
    records = with_fields(known.records, key("Order", "O-A"), changes)
    return dossier("O-A", records, known.frame)


def judged(given: Dossier, after: timedelta = timedelta(0)) -> Judgement:
    patience = Patience(now=SEEN + after, since=SEEN, limit=HOUR)
    return judging.judge(given, rules.shipped(), patience)


def translated(given: Dossier) -> Translated:
    found = judged(given)
    assert isinstance(found, Translated)
    return found


def test_the_bytes_of_a_document_are_fixed_with_the_digest_that_they_carry() -> None:
    (prepared,) = translated(the_ramp()).documents
    body = json.loads(prepared.body, parse_float=Decimal)
    assert body.pop(sales_order.DIGEST_FIELD) == prepared.digest == digest(body)
    assert prepared.body == bodies.sealed(prepared.document)[0]


def test_the_same_deal_is_the_same_judgement_and_another_is_not() -> None:
    first, again = translated(the_ramp()), translated(the_ramp())
    assert first == again
    other = translated(the_ramp(PoNumber="PO-9"))
    assert other.documents[0].digest != first.documents[0].digest


def test_a_stamp_of_salesforce_is_no_part_of_the_deal() -> None:
    first = translated(the_ramp())
    touched = translated(the_ramp(SystemModstamp="2031-01-01T00:00:00.000+0000"))
    assert touched.deal.digest == first.deal.digest
    assert touched.documents == first.documents


def test_what_is_incomplete_waits_with_its_amount_and_says_for_what() -> None:
    found = judged(the_ramp(**NOT_CONTRACTED))
    assert isinstance(found, Waiting)
    assert found.deal.booked.text() == "561600.00"
    assert found.says == "the order is not contracted yet"


def test_patience_ends_after_the_limit_and_not_at_it() -> None:
    assert isinstance(judged(the_ramp(**NOT_CONTRACTED), after=HOUR), Waiting)
    found = judged(the_ramp(**NOT_CONTRACTED), after=HOUR + timedelta(seconds=1))
    assert isinstance(found, Flagged)
    (flag,) = found.flags
    assert (flag.code, flag.amount.text()) == ("GRAPH_INCOMPLETE", "561600.00")
    assert "since 2026-03-01 09:00 UTC: the order is not contracted yet" in flag.says


def test_what_is_complete_is_translated_however_late_it_is() -> None:
    assert isinstance(judged(the_ramp(), after=timedelta(days=400)), Translated)


def test_a_judgement_names_dossier_and_rulebook() -> None:
    given = the_ramp()
    basis = translated(given).basis
    assert (basis.dossier, basis.rulebook) == (given.address(), rules.shipped().version)
    moved = replace(given, frame=replace(given.frame, time_zone="Europe/Berlin"))
    assert translated(moved).basis.dossier != basis.dossier


def test_the_new_deal_stands_first_in_its_contract() -> None:
    known = seed("b-upsell-mid-term.cpq")
    first, second = (
        translated(dossier(name, known.records, known.frame)).deal for name in ("O-B0", "O-B1")
    )
    assert (first.place, second.place) == (0, 1)
    assert first.contract == second.contract


def test_the_books_are_told_of_every_row_why_it_did_not_decide() -> None:
    trace = translated(the_ramp()).basis.trace
    (ramp,) = [step.says for step in trace if step.rule == "ramp_treatment#more-seats"]
    assert ramp == (
        "row more-seats decided",
        "row price-steps: seats_change is yes, the row needs no",
        "row free-months: seats_change is yes, the row needs no",
        "row free-trial: trial is no, the row needs yes",
    )
