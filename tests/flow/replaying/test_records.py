"""Plans over records files: a deal that only one of the versions books is told, too."""

from bridge.flow.replaying import records
from bridge.flow.replaying.planning import Wanted
from bridge.flow.rulebook.editions import Edition
from bridge.mappers.read import seeds
from bridge.model.ids import DealId
from bridge.rulebooks.replay import forms
from bridge.rulebooks.replay.forms import Form
from tests.flow.replaying.books import otherwise
from tests.stories.sales.test_won_opportunities import WON, opportunity
from tests.stories.stand import SHIPPED, edition_of

FILE = "sources/opportunity.yaml"
DIRECT = "gives: {Direct_Sale: opportunity}"


def planned(draft: Edition, in_force: Edition) -> Form:
    seed = seeds.parse(WON.read_text(), where=WON.stem)
    wanted = Wanted(draft=draft, in_force=in_force)
    return forms.plan(records.plan_of(wanted, [seed], ()))


def test_opportunities_that_only_one_version_books_are_left_out_or_taken_in() -> None:
    shipped = edition_of(SHIPPED)
    orders_book = otherwise(DIRECT, "gives: {Direct_Sale: order}", file=FILE)
    less, more = planned(orders_book, shipped), planned(shipped, orders_book)
    both: dict[str, object] = {"deals": 2, "amounts": {"EUR": "19000.00", "USD": "27000.00"}}
    assert less["counts"]["left_out"] == {**both, "posted": 2}
    assert more["counts"]["taken_in"] == {**both, "posted": 0}
    assert (less["differing"], less["tried"], more["differing"], more["tried"]) == (2, 3, 2, 3)
    sold = {DealId(one["deal"]): one for one in less["changes"]}
    first = sold[opportunity("OPP-H1")]
    assert first["before"].startswith("translated: ")
    assert first["after"] == "passed over: no booking by itself"
    assert {one["after"] for one in first["periods"]} == {"0.00"}
    again = {DealId(one["deal"]): one for one in more["changes"]}[opportunity("OPP-H1")]
    assert (again["before"], again["after"]) == (first["after"], first["before"])
