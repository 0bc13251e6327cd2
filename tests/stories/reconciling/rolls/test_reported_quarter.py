"""
A quarter of two currencies told in one of them, at NetSuite's rates of days.

B0 is 120,000.00 USD a year and E3 60,000.00 EUR. A euro is 1.10 USD from 2026-01-01 on, so that E3
is 66,000.00 USD in January; from 2026-02-20 on it is 1.15, so that E3 is 69,000.00 USD. NetSuite
has no rate in pounds at all.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.errors import NotFound
from bridge.flow.explaining.explanation import Explanation
from bridge.flow.explaining.retracing import Retracing
from bridge.flow.explaining.telling import explain
from bridge.flow.reconciling import tabling
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.rolls.making import Wanted, roll
from bridge.flow.reconciling.rolls.reporting import told as sums
from bridge.flow.reconciling.rolls.told import ToldRoll, told
from bridge.flow.reconciling.stating import Asked, Reconciled, Reconciling
from bridge.model.measures.definition import Converted
from bridge.model.money import Currency, Money
from tests.console.building import a_console, a_reader, browser
from tests.stories.changes.test_a_year_told import approve
from tests.stories.reconciling.rolls.test_explained_rolls import figures
from tests.stories.reconciling.rolls.test_rolled_quarter import lines, reconciling
from tests.stories.reconciling.test_a_quarter import MARCH, UPSELL, by_hand, copied, named
from tests.stories.stand import Stand, a_stand

USD, EUR, GBP = Currency("USD"), Currency("EUR"), Currency("GBP")
QUARTER = Wanted(as_of=MARCH, periods="2026-01..2026-03", definition="current")
FIRST = "1 EUR = 1.1 USD from 2026-01-01 on, by NetSuite's currency rate 2"
SECOND = "1 EUR = 1.15 USD from 2026-02-20 on, by NetSuite's currency rate 5"


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with a_stand(tmp_path_factory.mktemp("reported"), UPSELL) as opened:
        opened.arrive(*copied("E3", "EUR", 600))
        opened.sync()
        for name in ("B0", "E3"):
            approve(opened, "salesOrder", named(name))
        euro, dollar = {"externalId": "EUR"}, {"externalId": "USD"}
        rate = {"exchangeRate": Decimal("1.15"), "effectiveDate": "2026-02-20"}
        pair = {"transactionCurrency": euro, "baseCurrency": dollar}
        by_hand(opened, "POST", "currencyRate", **pair, **rate)
        yield opened


def in_one(stand: Stand, target: Currency, name: str = "current") -> Reconciling:
    """Reconcile by a measure that is reported, told in one currency at the rate of the day."""
    making = reconciling(stand)
    measures = making.rulebook.measures
    changed = replace(measures[name], converted=Converted.SPOT, reported_in=target)
    rulebook = replace(making.rulebook, measures={**measures, name: changed})
    return replace(making, rulebook=rulebook)


def rolled(stand: Stand, target: Currency) -> ToldRoll:
    making = in_one(stand, target)
    kept = roll(stand.ends.store, making.rulebook, QUARTER, making.gather(making.read()))
    [one] = [one for one in told(kept.statement) if one.measure == "arr_reported"]
    assert one.currency == target
    return one


def stated(stand: Stand, target: Currency) -> Reconciled:
    return in_one(stand, target).run(Asked(as_of=MARCH, measure=Measures.ARR))


def test_a_quarter_is_rolled_forward_in_one_currency_with_the_rates_that_were_taken(
    stand: Stand,
) -> None:
    one = rolled(stand, USD)
    assert one.ties
    assert lines(one) == {
        "opening": ["0.00", "186000.00", "189000.00"],
        "new": ["186000.00", "0.00", "0.00"],
        "fx": ["0.00", "3000.00", "0.00"],
        "closing": ["186000.00", "189000.00", "189000.00"],
        "in_EUR": ["60000.00", "60000.00", "60000.00"],
        "from_EUR": ["66000.00", "69000.00", "69000.00"],
        "from_USD": ["120000.00", "120000.00", "120000.00"],
    }
    assert one.says[-2:] == (f"{FIRST}.", f"{SECOND}.")


@pytest.mark.parametrize("target", [USD, GBP])
def test_every_figure_in_one_currency_comes_out_again(stand: Stand, target: Currency) -> None:
    making = in_one(stand, target)
    both = making.gather(making.read())
    kept = roll(stand.ends.store, making.rulebook, QUARTER, both).statement
    [one] = [one for one in told(kept) if one.measure == "arr_reported"]
    retracing = Retracing(_ready={making.rulebook.version: making.rulebook})
    with stand.ends.store.reading() as view:
        for ref, amount in figures(kept, one):
            found = explain(view, retracing, ref)
            assert found.recomputed, (ref, found.verdict)
            assert (found.amount, found.again) == (amount, amount), ref


def test_the_run_rate_of_all_currencies_stands_beside_its_statement_wherever_that_is_told(
    stand: Stand,
) -> None:
    found = stated(stand, USD)
    whole, euros, dollars = sums(found.kept.content)
    assert whole.amount == Money.parse("189000.00", USD)
    assert (euros.amount, euros.says) == (
        Money.parse("69000.00", USD),
        f"60,000.00 EUR; {SECOND}",
    )
    assert (dollars.amount, dollars.says) == (Money.parse("120000.00", USD), "as they are")
    assert not [code for code, _ in found.errors({}) if code == "no rate"]
    with stand.ends.store.reading() as view:
        table = tabling.report(view, found.kept)
        explained = explain(view, Retracing(), f"variance:{found.kept.id}/USD/all/start")
    assert [row[4] for row in table.rows if row[1] == "reported"] == [
        one.amount for one in (whole, euros, dollars)
    ]
    facts = {one.name: one.says for chapter in explained.chapters for one in chapter.facts}
    assert facts["Deals in EUR"] == f"69,000.00 USD, 60,000.00 EUR; {SECOND}"
    assert facts["reported in"] == "USD"
    assert facts["rate of the walk"] == "that of each booking, in the currency of the books"
    with a_console(stand.ends.store, a_reader()) as console:
        pages = browser(replace(console, edition=lambda: stand.edition))
        page = pages.get("/reconciliation?measure=arr").text
        asked = f"/api/v1/reconciliation/statements/{found.kept.id}"
        answer = pages.get(asked).json()
    assert "All currencies in USD" in page
    assert "189,000.00" in page
    assert SECOND.replace("'", "&#39;") in page
    assert answer["reported"][1]["amount"] == {"minor": 6_900_000, "currency": "USD"}


IN_USD = {"all/USD": "189000.00", "USD/USD": "120000.00", "EUR/USD": "69000.00"}
IN_GBP = {"all/GBP": "0.00", "USD/USD": "120000.00"}


@pytest.mark.parametrize(("target", "kept"), [(USD, IN_USD), (GBP, IN_GBP)])
def test_every_amount_beside_a_statement_is_explained_and_comes_out_again(
    stand: Stand, target: Currency, kept: dict[str, str]
) -> None:
    explained = explaining(stand, stated(stand, target).kept)
    for name, amount in {**kept, "EUR/EUR": "60000.00"}.items():
        found = explained(name)
        assert found.recomputed, found.verdict
        assert found.amount is not None
        assert (found.amount.text(), found.again) == (amount, found.amount), name
        assert found.sentence.startswith(str(found.amount))
    operands = {one.ref for one in explained(f"all/{target}").phrases if one.ref}
    names = {"EUR/USD", "USD/USD"} if target == USD else {"EUR/EUR", "USD/USD"}
    assert operands == {explained(name).ref for name in names}


def test_what_was_converted_is_told_with_its_rate_and_who_has_it(stand: Stand) -> None:
    kept = stated(stand, USD).kept
    found = explaining(stand, kept)("eur/usd")
    assert found.sentence == (
        "69,000.00 USD is what recurs a year of deals in EUR at the end of 2026-03-31, "
        f"of statement {kept.id} (arr, as of 2026-03-31): 60,000.00 EUR at {SECOND}"
    )
    assert [one.ref for one in found.phrases if one.ref] == [f"reported:{kept.id}/EUR/EUR"]
    assert facts(found, "rate") == {
        "taken": "1 EUR = 1.15 USD",
        "effective from": "2026-02-20",
        "NetSuite's currency rate": "5",
        "that of": "2026-03-31",
        "rounded": "once for each product of a customer, after it was converted",
    }
    [(_, who), together] = facts(found, "who has it, as the books are now").items()
    assert who == "69,000.00 USD, of 60,000.00 EUR"
    assert together == ("together", "69,000.00 USD")
    assert facts(found, "statement")["converted"] == "spot"


def test_an_amount_that_was_kept_at_another_rate_does_not_come_out_again(stand: Stand) -> None:
    """At the rate of January 60,000.00 EUR were 66,000.00 USD, and the total 186,000.00."""
    content = deepcopy(stated(stand, USD).kept.content)
    euros, form = content["reported"]["currencies"][0], content["reported"]
    euros["converted"], form["amount"] = ["66000.00"], "186000.00"
    euros["rates"] = [{**euros["rates"][0], "rate": "1.1", "record": 2, "effective": "2026-01-01"}]
    explained = explaining(stand, keep(stand, content))
    for name, says in (
        ("all/USD", "186,000.00 USD, made again it is 189,000.00 USD"),
        ("EUR/USD", "66,000.00 USD, made again it is 69,000.00 USD"),
    ):
        found = explained(name)
        assert found.recomputed is False
        assert says in found.verdict
        assert facts(found, "recomputed")["difference"] == "3,000.00 USD"
    assert facts(explained("EUR/USD"), "recomputed")["rate that is taken now"] == SECOND
    assert explained("EUR/EUR").recomputed
    content["reported"]["currencies"][0].update(converted=None, rates=[None])
    content["reported"]["amount"] = "120000.00"
    missing = explaining(stand, keep(stand, content))("EUR/EUR")
    assert missing.sentence.endswith(
        "; not in it: NetSuite tells no rate in USD that is effective by 2026-03-31"
    )
    assert facts(missing, "recomputed")["rate that is taken now"] == SECOND


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "a currency, and one in which it is told"),
        ("EUR", "a currency, and one in which it is told"),
        ("EUR/USD/2026-03", "a currency, and one in which it is told"),
        ("EUR/GBP", "take one of all/USD, EUR/USD, EUR/EUR, USD/USD"),
        ("all/EUR", "the statement has no such amount"),
        ("<script>/USD", "the statement has no such amount"),
        ("A" * 300 + "/USD", "the statement has no such amount"),
    ],
)
def test_what_is_no_such_amount_is_said_with_what_to_do(stand: Stand, name: str, why: str) -> None:
    explained = explaining(stand, stated(stand, USD).kept)
    with pytest.raises(NotFound, match=re.escape(why)) as caught:
        explained(name)
    assert len(str(caught.value)) < 400


def test_a_statement_that_tells_nothing_in_one_currency_says_so(stand: Stand) -> None:
    kept = reconciling(stand).run(Asked(as_of=MARCH, measure=Measures.ARR)).kept
    with pytest.raises(NotFound, match="a measure that says reported_in"):
        explaining(stand, kept)("all/USD")


def explaining(stand: Stand, kept: KeptStatement) -> Callable[[str], Explanation]:
    """Explain amounts of a statement in one currency, by the rules that told it so."""
    reported = kept.content.get("reported", {"currency": "USD"})
    rulebook = in_one(stand, Currency(reported["currency"])).rulebook
    retracing = Retracing(_ready={rulebook.version: rulebook})

    def explained(name: str) -> Explanation:
        with stand.ends.store.reading() as view:
            return explain(view, retracing, f"reported:{kept.id}/{name}")

    return explained


def keep(stand: Stand, content: dict[str, Any]) -> KeptStatement:
    with stand.ends.store.transaction("statement") as tx:
        return tx.reconciling.statements.keep(
            content, as_of=MARCH, measure="arr", period="", definition="current"
        )


def facts(found: Explanation, chapter: str) -> dict[str, str]:
    [one] = [each for each in found.chapters if each.title == chapter]
    return {fact.name: fact.says for fact in one.facts}


def test_what_has_no_rate_is_in_no_total_and_a_person_is_told_its_amount(stand: Stand) -> None:
    one = rolled(stand, GBP)
    assert not one.ties
    assert one.unrated == (Money.parse("60000.00", EUR), Money.parse("120000.00", USD))
    assert lines(one) == {"in_EUR": ["60000.00"] * 3, "in_USD": ["120000.00"] * 3}
    found = stated(stand, GBP)
    assert [one for one in found.errors({}) if one[0] == "no rate"] == [
        ("no rate", Money.parse("60000.00", EUR)),
        ("no rate", Money.parse("120000.00", USD)),
    ]
    whole, euros, _ = sums(found.kept.content)
    assert whole.amount == Money(0, GBP)
    assert euros.says == "not in it: NetSuite tells no rate in GBP that is effective by 2026-03-31"
