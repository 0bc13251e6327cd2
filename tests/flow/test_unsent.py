"""What a person posts is translated, and never prepared for sending."""

from datetime import UTC, datetime, timedelta

from bridge.flow.judging import Patience, judge
from bridge.ledger.judgement import Translated
from bridge.model.document import Kind
from bridge.model.money import Currency, total
from tests.mappers import rules
from tests.mappers.scenarios import dossier, seed

NOW = datetime(2027, 1, 15, tzinfo=UTC)


def test_proposed_journals_book_nothing_and_are_not_sent() -> None:
    known = seed("f-prepaid-credits-with-overage.cpq")
    patience = Patience(now=NOW, since=NOW, limit=timedelta(days=1))
    judged = judge(dossier("O-F", known.records, known.frame), rules.shipped(), patience)
    assert isinstance(judged, Translated)
    kinds = [one.document.kind for one in judged.documents]
    assert kinds == [Kind.SALES_ORDER, Kind.SALES_ORDER]
    sent = total((one.document.amount for one in judged.documents), Currency("USD"))
    assert sent == judged.deal.booked
    assert len(judged.schedules) == 5
