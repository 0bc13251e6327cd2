"""What a person posts is prepared with its schedules, and books nothing."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from bridge.flow.judging import Patience, judge
from bridge.ledger.judgement import Translated
from bridge.model.document import Kind
from bridge.model.money import Currency, total
from tests.mappers import rules
from tests.mappers.scenarios import dossier, seed

NOW = datetime(2027, 1, 15, tzinfo=UTC)


def test_proposed_journals_are_prepared_and_book_nothing() -> None:
    known = seed("f-prepaid-credits-with-overage.cpq")
    patience = Patience(now=NOW, since=NOW, limit=timedelta(days=1))
    judged = judge(dossier("O-F", known.records, known.frame), rules.shipped(), patience)
    assert isinstance(judged, Translated)
    kinds = [one.document.kind for one in judged.documents]
    assert Counter(kinds) == {Kind.SALES_ORDER: 2, Kind.PROPOSED_JOURNAL: 4}
    booked = total((one.document.amount for one in judged.documents), Currency("USD"))
    assert booked == judged.deal.booked
    assert len(judged.schedules) == 5
