"""What `explain` tells of the books that a pass over sample deals leaves."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.adapters.store.deals import KnownDocument
from bridge.errors import Misconfigured
from bridge.flow.deciding import Deciding
from bridge.flow.explaining import plans
from bridge.flow.explaining.explanation import Explanation, Fact
from bridge.flow.explaining.retracing import Retracing
from bridge.flow.explaining.telling import explain
from bridge.model.calendar import months
from bridge.model.document import Kind
from bridge.model.money import Currency, Money
from bridge.sandbox import world
from tests.stories.stand import RAMP, Stand, a_stand, order

UNKNOWN = next(path for path in world.DEMO if path.name == "unknown-product.json")
Explains = Callable[[str], Explanation]


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with a_stand(Path(tmp_path_factory.mktemp("explained")), RAMP) as stand:
        stand.sync()
        yield stand


@pytest.fixture(scope="module")
def told(stand: Stand) -> Explains:
    retracing = Retracing()

    def told(ref: str) -> Explanation:
        with stand.ends.store.reading() as view:
            return explain(view, retracing, ref)

    return told


def fact(told: Explanation, chapter: str, name: str) -> str:
    (found,) = [one for one in told.chapters if one.title == chapter]
    return next(one.says for one in found.facts if one.name == name)


def test_a_planned_amount_is_told_with_its_operands_and_comes_out_again(told: Explains) -> None:
    document = f"bridge-{order('O-A')}-so-1"
    found = told(f"{document}/1/2026-03")
    # 100 seats at 1,080.00 for the first of three years: 108,000.00 over twelve months
    assert found.sentence.endswith(
        ": 9,000.00 USD in 2026-03 = 1 of 12 periods, of 108,000.00 USD (STRAIGHT_LINE_EVEN)"
    )
    assert found.amount == Money.parse("9000.00", Currency("USD"))
    assert found.recomputed is True
    assert fact(found, "line 1 as it is ordered", "quantity") == "100"
    assert fact(found, "line 1 as it is ordered", "amount") == "108,000.00 USD"
    assert fact(found, "rule ramp_treatment#more-seats", "decided") == "row more-seats decided"
    (rows,) = [one for one in found.chapters if one.title == "rule ramp_treatment#more-seats"]
    assert Fact("row free-trial", "trial is no, the row needs yes") in rows.facts


@pytest.mark.parametrize(
    "part", ["", "/1", "/1/2026-01"], ids=["a document", "a line", "a planned amount"]
)
def test_every_reference_that_an_explanation_gives_can_be_explained(
    part: str, told: Explains
) -> None:
    found = told(f"bridge-{order('O-A')}-so-1{part}")
    facts = {one.ref for chapter in found.chapters for one in chapter.facts if one.ref}
    operands = {one.ref for one in found.phrases if one.ref}
    assert min(len(facts), len(operands)) > 0
    refs = facts | operands
    for ref in refs:
        assert told(ref).sentence


@pytest.fixture(scope="module")
def ramp(stand: Stand) -> KnownDocument:
    """The order of the ramp: its first line has 108,000.00 over the twelve months of 2026."""
    with stand.ends.store.reading() as view:
        held = view.deals.whole(order("O-A"))
    assert held is not None
    return held.documents[0]


def planned(document: KnownDocument, **amounts: str) -> KnownDocument:
    """The same document with other amounts in some months; an empty one has nothing."""
    (plan, *others) = document.schedules
    named = {f"2026-{name[1:]}": amount for name, amount in amounts.items()}
    periods = {name: text for name, text in {**plan["periods"], **named}.items() if text}
    return replace(document, schedules=({**plan, "periods": periods}, *others))


def said(document: KnownDocument, period: str, *closed: str) -> str:
    """What is said of the first line in a period, after its colon, when some were closed."""
    year = months(date(2026, 1, 1), date(2029, 12, 31))
    periods = [replace(one, closed=one.name in closed) for one in year]
    told = "".join(one.says for one in plans.phrases(document, 1, period, periods))
    return told.partition(": ")[2]


def test_what_was_due_in_closed_months_is_told_apart_from_the_share_of_the_month(
    ramp: KnownDocument,
) -> None:
    closed = planned(ramp, m01="", m02="", m03="27000.00")
    # Three months at 9,000.00 are planned in the first that was open.
    assert said(closed, "2026-03", "2026-01", "2026-02") == (
        "9,000.00 USD, which is 1 of 12 periods, and "
        "18,000.00 USD that was due in months that are closed (STRAIGHT_LINE_EVEN)"
    )


def test_a_month_takes_what_was_due_since_the_last_open_one_and_no_more(
    ramp: KnownDocument,
) -> None:
    # January is closed and stands in February; March is closed, too, and stands in April.
    parts = planned(ramp, m01="", m02="18000.00", m03="", m04="18000.00")
    for month in ("2026-02", "2026-04"):
        assert said(parts, month, "2026-01", "2026-03") == (
            "9,000.00 USD, which is 1 of 12 periods, and "
            "9,000.00 USD that was due in months that are closed (STRAIGHT_LINE_EVEN)"
        )


def test_a_term_that_is_closed_to_its_end_is_planned_behind_it(ramp: KnownDocument) -> None:
    year = [f"2026-{month:02}" for month in range(1, 13)]
    (plan, *others) = ramp.schedules
    late = replace(ramp, schedules=({**plan, "periods": {"2027-01": "108000.00"}}, *others))
    assert said(late, "2027-01", *year) == (
        "all of it was due in months that are closed (STRAIGHT_LINE_EVEN)"
    )


def test_an_amount_that_the_method_does_not_give_is_told_as_what_it_is(ramp: KnownDocument) -> None:
    odd = planned(ramp, m03="5000.00")
    assert said(odd, "2026-03") == (
        "by the method alone it would be 9,000.00 USD, 1 of 12 periods (STRAIGHT_LINE_EVEN)"
    )
    # A month that nobody has closed took nothing over, whatever stands before it.
    moved = planned(ramp, m01="", m02="18000.00")
    assert said(moved, "2026-02").startswith("by the method alone it would be 9,000.00 USD")
    change = replace(odd, kind=Kind.ORDER_CHANGE)
    assert said(change, "2026-03") == (
        "what the plan of the order line after the change is more than before it "
        "(STRAIGHT_LINE_EVEN)"
    )
    unknown = months(date(2027, 1, 1), date(2027, 12, 31))
    says = "".join(one.says for one in plans.phrases(odd, 1, "2026-03", unknown))
    assert says.endswith("are not known, nor how it comes about (STRAIGHT_LINE_EVEN)")


def test_a_document_is_compared_by_the_digest_of_its_body(told: Explains) -> None:
    name = f"bridge-{order('O-A')}-so-1"
    found = told(f"{name}/1/2026-03")
    recorded = fact(found, f"document {name}", "digest")
    assert fact(found, "recomputed", name) == f"SHA-256 {recorded}, as recorded"
    assert [one.ref for one in found.phrases if one.ref] == [order("O-A"), f"{name}/1"]


def test_a_deal_is_found_by_both_forms_of_its_id(told: Explains) -> None:
    whole = order("O-A")
    assert told(whole[:15]).sentence == told(whole).sentence
    assert "561,600.00 USD booked, translated into" in told(whole).sentence


def test_a_document_is_found_by_the_id_that_netsuite_gave_it_and_by_the_source_of_a_line(
    stand: Stand, told: Explains
) -> None:
    name = f"bridge-{order('O-A')}-so-1"
    with stand.ends.store.reading() as view:
        whole = view.deals.whole(order("O-A"))
    assert whole is not None
    (document,) = whole.documents
    assert name in told(f"netsuite:{document.internal_id}").sentence
    assert told(str(document.lines[0]["source"])).sentence == told(f"{name}/1").sentence


def test_an_entry_is_told_with_its_legs(stand: Stand, told: Explains) -> None:
    with stand.ends.store.reading() as view:
        first = next(view.ledger.entries(deal=order("O-A")))
    found = told(f"entry:{first.seq}")
    assert "BOOKED by bridge" in found.sentence
    assert "booked -561,600.00 USD, waiting 561,600.00 USD" in found.sentence
    assert found.amount is None


@pytest.mark.parametrize(
    "ref",
    [
        *("", " ", "nonsense", "/", "//", ":", "entry:", "entry:0", "entry:x", "entry:-1"),
        *("entry:99999999999999999999", "exception:1", "netsuite:1 OR 1", "netsuite:999999"),
        *("8010000000000000", "é" * 15, "%", "_" * 18, "\x00", "a" * 5_000, "bridge-x-so-1/1"),
        "bridge-{deal}-so-1/0",
        "bridge-{deal}-so-1/x",
        "bridge-{deal}-so-1/1/2020-01",
        "bridge-{deal}-so-1/1/2026-01/more",
        "bridge-{deal}-so-1/99999999999999999999999/2026-01",
    ],
)
def test_a_reference_to_nothing_is_told_so(ref: str, told: Explains) -> None:
    with pytest.raises(Misconfigured, match="the books hold nothing of that name"):
        told(ref.format(deal=order("O-A")))


def test_a_document_that_was_altered_in_the_books_does_not_come_out(tmp_path: Path) -> None:
    name = f"bridge-{order('O-A')}-so-1"
    with a_stand(tmp_path, RAMP) as other:
        other.sync()
        url = other.ends.store._engine.url
        other.ends.store.close()
        with sqlite3.connect(str(url.database)) as books:
            books.execute("UPDATE document SET digest = ?", ("0" * 64,))
        with Store(str(url), clock=other.world.clock.now) as store, store.reading() as view:
            found = explain(view, Retracing(), name)
    assert found.recomputed is False
    assert found.verdict == f"translated once more it comes out otherwise: {name}"
    compared = fact(found, "recomputed", name)
    assert compared.endswith(f", recorded is {'0' * 64}")


def test_a_sum_of_schedules_says_that_a_deal_without_records_was_not_translated_once_more(
    stand: Stand, told: Explains, tmp_path: Path
) -> None:
    asked = "schedules:USD/2026-03"
    assert told(asked).recomputed is True
    kept = tmp_path / "kept.db"
    source = sqlite3.connect(str(stand.ends.store._engine.url.database))
    with closing(source), closing(sqlite3.connect(kept)) as books:
        source.backup(books)
        books.execute("UPDATE deal SET dossier = NULL")
        books.commit()
    with Store(f"sqlite:///{kept}", clock=stand.world.clock.now) as store, store.reading() as view:
        found = explain(view, Retracing(), asked)
    assert (found.amount, found.recomputed) == (told(asked).amount, None)
    assert found.verdict == (
        "added up again it is the same; the deal cannot be translated once more"
    )
    assert fact(found, "deals that cannot be translated once more", "deal") == order("O-A")


def test_an_exception_is_told_and_a_decision_of_people_stands_in_the_place_of_the_rules(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        store = stand.ends.store
        with store.reading() as view:
            held = explain(view, Retracing(), "exception:1")
        assert held.sentence.endswith(
            ": exception 1 holds 18,000.00 USD, because No NetSuite item for product GPU-BURST; "
            "nearest: the rules know it with product = API, CRED, ENT, ONBOARDING or ULT"
        )
        assert (held.amount, held.recomputed) == (Money.parse("18000.00", Currency("USD")), True)

        def explained() -> tuple[bool | None, str]:
            with store.reading() as view:
                found = explain(view, Retracing(), order("O-ELM"))
            return found.recomputed, found.verdict

        assert explained() == (True, "translated once more, it is flagged, for the same reasons")
        Deciding(store, "Ana").rejected(1, "a trial run")
        Deciding(store, "Ben").confirm(1, "so it is", (stand.ends.netsuite, stand.edition.rulebook))
        stand.sync()
        assert explained() == (
            None,
            (
                "what became of it was not for the rules to say: "
                "rejected: a trial run (Ana, confirmed by Ben)"
            ),
        )
        stand.arrive({"type": "Product2", "key": "P-GPU-BURST", "ProductCode": "ENT"})
        stand.sync()
        assert [code for code, _ in stand.codes()] == ["CHANGED_SINCE_DECIDED"]
        recomputed, verdict = explained()
        assert recomputed is None
        assert "the deal changed after it was rejected: a trial run" in verdict
