"""Assessments: what stands in the way, by its share of what was booked."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bridge.mappers.read import watch
from bridge.mappers.read.watch import Undeclared
from bridge.model.deal import DealKind, Heading
from bridge.model.flags import Flag
from bridge.model.ids import ContractId, DealId
from bridge.model.money import Currency, Money
from bridge.model.record import Record
from bridge.rulebooks.assessing import telling
from bridge.rulebooks.assessing.assessment import Assessment, Standing, assessed
from bridge.rulebooks.assessing.sample import ALL
from bridge.rulebooks.assessing.telling import Looked
from bridge.translate import Awaited, Excluded, Flagged, Translation
from tests.adapters.store.opening import moment
from tests.mappers import rules
from tests.mappers.scenarios import all_of, seed

USD, EUR = Currency("USD"), Currency("EUR")
LOOKED = Looked(sample=ALL, no_deals=0, notes=("A note.",))


def heading(name: str, amount: Money) -> Heading:
    return Heading(
        id=DealId(name),
        name=name,
        kind=DealKind.NEW,
        contract=ContractId(name),
        account="A",
        account_name="Acme",
        booked=amount,
        booked_on=moment().date(),
    )


def held(name: str, amount: Money, *codes: str) -> Translation:
    flags = tuple(Flag(code, f"{code} says *this*", (), amount, "do that") for code in codes)
    return Flagged(heading=heading(name, amount), flags=flags, trace=())


def an_assessment() -> Assessment:
    waiting = Awaited(heading=heading("late", Money(100, EUR)), missing=("no products", "no price"))
    found = [
        held("first", Money(60_000, USD), "A", "B", "B"),
        held("second", Money(-20_000, USD), "B"),
        held("third", Money(900, EUR), "C"),
        waiting,
    ]
    fields = [Undeclared("Order", "Low__c", 1), Undeclared("Order", "High__c", 7)]
    return assessed(found, fields, "version")


def test_causes_are_ranked_by_their_share_of_a_currency_and_no_currencies_are_added() -> None:
    found = an_assessment()
    assert [(one.code, one.deals, one.alone, one.share) for one in found.causes] == [
        ("B", 2, 1, Fraction(1)),  # 600 and 200 of 800 dollars, without their signs
        ("C", 1, 1, Fraction(9, 10)),
        ("A", 1, 0, Fraction(3, 4)),
        ("GRAPH_INCOMPLETE", 1, 1, Fraction(1, 10)),
    ]
    assert found.causes[0].amounts == {USD: Money(80_000, USD)}
    assert [one.id for one in found.causes[0].samples] == ["first", "second"]
    assert found.causes[0].says == (("B says *this*", 2),)


def test_what_becomes_of_deals_is_summed_with_signs() -> None:
    parts = an_assessment().parts
    assert {way: part.deals for way, part in parts.items() if part.deals} == {
        Standing.HELD: 3,
        Standing.INCOMPLETE: 1,
    }
    assert parts[Standing.HELD].booked == {EUR: Money(900, EUR), USD: Money(40_000, USD)}


@given(st.lists(st.tuples(st.sampled_from(("held", "late", "out")), st.integers(-(10**9), 10**9))))
def test_what_becomes_of_deals_adds_up_to_all_of_them_in_each_currency(
    drawn: list[tuple[str, int]],
) -> None:
    found: list[Translation] = []
    for place, (way, minor) in enumerate(drawn):
        amount = Money(minor, EUR if place % 3 else USD)
        one = heading(f"D{place}", amount)
        become: dict[str, Translation] = {
            "held": held(f"D{place}", amount, "A", "B"),
            "late": Awaited(heading=one, missing=("no products",)),
            "out": Excluded(heading=one, rule="trials", trace=()),
        }
        found.append(become[way])
    form = telling.form(assessed(found, (), "version"), LOOKED)
    standings = form["standings"].values()
    assert sum(one["deals"] for one in standings) == form["deals"] == len(drawn)
    for code, turns in (("USD", [0]), ("EUR", [1, 2])):
        parts = (Decimal(one["booked"].get(code, 0)) for one in standings)
        minor = sum(minor for place, (_, minor) in enumerate(drawn) if place % 3 in turns)
        assert sum(parts) == Decimal(form["booked"].get(code, 0)) == Decimal(minor) / 100


def test_a_scenario_that_is_represented_has_nothing_in_its_way() -> None:
    found = assessed(all_of("a-ramp-three-years.cpq"), (), "version")
    assert (found.deals, found.causes) == (1, ())
    assert found.parts[Standing.REPRESENTED].booked == {USD: Money(56_160_000, USD)}


def test_a_page_of_it_holds_every_cause_and_no_markup_of_others() -> None:
    page = telling.markdown(an_assessment(), LOOKED, moment())
    assert "### B: 800.00 USD" in page
    assert "B says \\*this\\* (2)" in page
    assert page.index("High__c") < page.index("Low__c")
    assert telling.form(an_assessment(), LOOKED)["causes"][1]["share_percent"] == "90.0"


def test_fields_that_an_answer_names_or_a_source_declares_are_no_undeclared_ones() -> None:
    source = rules.shipped().source("opportunity")
    records = [one for one in seed("h-won-opportunity").records if one.type != "Order"]
    filled = Record("OpportunityLineItem", "00k000000000001AAA", {"Colour__c": "red", "Nil__c": 0})
    found = watch.undeclared([*records, filled, filled], {}, source)
    assert found == (Undeclared("OpportunityLineItem", "Colour__c", 2),)
