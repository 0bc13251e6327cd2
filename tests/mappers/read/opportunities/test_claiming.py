"""What holds a deal whose sale another record books, and what lets it go on."""

from dataclasses import replace

import pytest

from bridge.mappers import dossiers
from bridge.mappers.read.seeds import seed_id
from bridge.model.dossier import Posted
from bridge.model.ids import DealId
from bridge.model.money import Currency, Money
from bridge.model.sales.claim import Claim, Standing
from bridge.rules.rulebook import Rulebook
from bridge.translate import Flagged, Translated, Translation, translate
from tests.mappers import rules
from tests.mappers.builders import Built, a_cpq_order
from tests.mappers.read.opportunities.test_booking import ORDER, SOURCE
from tests.mappers.read.opportunities.won import a_won_opportunity, with_records

THE_ORDER = seed_id("Order", "SO-1")
THE_OPPORTUNITY = seed_id("Opportunity", "OPP-1")


def a_claim(one: str, how: Standing, units: int = 1200) -> Claim:
    booked = Money(units * 100, Currency("USD"))
    return Claim(deal=DealId(one), name=one[:3], booked=booked, standing=how)


def claimed(deal: Built, *claims: tuple[str, Standing], units: int = 1200) -> Translation:
    """A deal that knows of others of its sale, each over 1,200.00 USD."""
    told = tuple(a_claim(one, how, units) for one, how in claims)
    return translate(replace(deal.dossier, claims=told), rules.shipped())


def counts(deal: Built, one: str, how: Standing) -> bool:
    dossier = replace(deal.dossier, claims=(a_claim(one, how),))
    return dossiers.counts(dossier, rules.shipped().source(dossier.model))


def ordered() -> Built:
    """A won opportunity with an activated order of it."""
    known: dict[str, str] = {"type": "Opportunity", "key": "OPP-1"}
    return with_records(a_won_opportunity(), {**known}, {**ORDER})


def test_an_opportunity_whose_order_books_is_held_with_both_amounts() -> None:
    result = claimed(a_won_opportunity(), (THE_ORDER, Standing.BOOKS))
    assert isinstance(result, Flagged)
    (flag,) = result.flags
    assert (flag.code, flag.amount.text()) == ("SALE_BOOKED_TWICE", "1200.00")
    assert flag.says == (
        "order 801 of 1,200.00 USD books the sale already, and was made of this opportunity of "
        "1,200.00 USD; one sale is booked once, so the opportunity is held"
    )
    assert flag.evidence == (f"Opportunity {THE_OPPORTUNITY}", f"Order {THE_ORDER}")


def test_an_order_whose_opportunity_books_is_held_though_it_does_not_name_it() -> None:
    result = claimed(a_cpq_order(), (THE_OPPORTUNITY, Standing.GONE), units=27_000)
    assert isinstance(result, Flagged)
    assert result.flags[0].says.startswith(
        "opportunity 006 of 27,000.00 USD books the sale already, and this order of "
    )


def test_several_orders_of_an_opportunity_are_told_together() -> None:
    result = claimed(a_won_opportunity(), (THE_ORDER, Standing.BOOKS), ("801B", Standing.BOOKS))
    assert isinstance(result, Flagged)
    assert (
        "order 801 of 1,200.00 USD, order 801 of 1,200.00 USD book the sale already, and were"
        in (result.flags[0].says)
    )


def test_what_else_is_wrong_with_it_is_told_beside_it() -> None:
    deal = a_won_opportunity().with_fields("Opportunity", "OPP-1", Amount="1.00")
    result = claimed(deal, (THE_ORDER, Standing.BOOKS))
    assert isinstance(result, Flagged)
    assert [one.code for one in result.flags] == ["SALE_BOOKED_TWICE", "TOTALS_DIFFER"]


def test_an_opportunity_whose_order_was_rejected_books_only_where_the_rules_say_so() -> None:
    result = claimed(ordered(), (THE_ORDER, Standing.REJECTED))
    assert isinstance(result, Flagged)
    (flag,) = result.flags
    assert (flag.code, flag.amount.text()) == ("ORDER_REJECTED", "1200.00")
    assert flag.says.startswith(
        "order 801 of 1,200.00 USD was made of this opportunity of 1,200.00 USD, and two people "
        "rejected that as no booking; whether the opportunity books"
    )
    assert flag.evidence == (f"Opportunity {THE_OPPORTUNITY}", f"Order {THE_ORDER}")
    claims = (a_claim(THE_ORDER, Standing.REJECTED),)
    dossier = replace(ordered().dossier, claims=claims)
    assert isinstance(translate(dossier, taking_over()), Translated)


def test_an_order_that_was_rejected_for_its_opportunity_holds_nothing() -> None:
    assert isinstance(claimed(ordered(), (THE_ORDER, Standing.YIELDED)), Translated)
    assert isinstance(claimed(a_cpq_order(), (THE_OPPORTUNITY, Standing.REJECTED)), Translated)
    assert counts(ordered(), THE_ORDER, Standing.REJECTED)
    assert not counts(ordered(), "801B", Standing.REJECTED)


@pytest.mark.parametrize(
    ("one", "how", "is_deal"),
    [
        (THE_ORDER, Standing.BOOKS, True),  # it was made of it, and does not say so any more
        (THE_ORDER, Standing.GONE, False),  # its own exception speaks of both
        (THE_ORDER, Standing.REJECTED, True),
        (THE_ORDER, Standing.ENDED, True),
    ],
)
def test_an_opportunity_is_left_to_an_order_that_speaks_of_it(
    one: str,
    how: Standing,
    is_deal: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert counts(a_won_opportunity(), one, how) is is_deal
    drafted = with_records(
        a_won_opportunity(), {"type": "Opportunity", "key": "OPP-1"}, {**ORDER, "Status": "Draft"}
    )
    assert counts(drafted, one, how) is (how is Standing.REJECTED)


def test_a_sale_that_is_over_holds_its_opportunity_with_words_of_its_own() -> None:
    assert not counts(ordered(), THE_ORDER, Standing.ENDED)
    claims = (a_claim(THE_ORDER, Standing.ENDED),)
    dossier = replace(a_won_opportunity().dossier, claims=claims)
    result = translate(dossier, taking_over())
    assert isinstance(result, Flagged)
    (flag,) = result.flags
    assert (flag.code, flag.amount.text()) == ("SALE_BOOKED_TWICE", "1200.00")
    assert "801 of 1,200.00 USD was given back by hand; one sale is booked once" in flag.says
    sent = replace(dossier, posted=Posted(documents=(), complete=True))
    assert "SALE_BOOKED_TWICE" not in codes(translate(sent, taking_over()))


def codes(found: Translation) -> set[str]:
    return {one.code for one in found.flags} if isinstance(found, Flagged) else set()


def taking_over() -> Rulebook:
    """Rules by which opportunities book where an order was rejected."""
    says = ("answers:\n", "answers:\n  order_rejected: {always: opportunity}\n")
    files = rules.files()
    return rules.loaded({**files, SOURCE: files[SOURCE].replace(*says)})
