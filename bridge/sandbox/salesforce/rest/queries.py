"""Queries and their further pages."""

from bridge.sandbox.salesforce.rest.call import Answer, Call, World, argument
from bridge.sandbox.salesforce.soql.derived import Customs
from bridge.sandbox.salesforce.soql.rows import Reading
from bridge.sandbox.salesforce.soql.run import run


def query(world: World, call: Call) -> Answer:
    """Run a query over the records that are not deleted."""
    return _first_page(world, call, deleted=False)


def query_all(world: World, call: Call) -> Answer:
    """Run a query over all records, those in the recycle bin too."""
    return _first_page(world, call, deleted=True)


def more(world: World, call: Call) -> Answer:
    """Return the page behind a locator."""
    page = world.pages.next(call.path[1], call.base, again=call.page_again)
    return Answer(200, page)


def reading(world: World, call: Call, *, deleted: bool) -> Reading:
    """Return what a query of this call runs against; with the recycle bin if asked for."""
    return Reading(
        store=world.store,
        visible=world.visible,
        now=world.clock.now(),
        customs=Customs(
            time_zone=world.org.time_zone,
            currency=world.org.currency,
            multi_currency=world.org.multi_currency,
        ),
        base=call.base,
        deleted=deleted,
    )


def _first_page(world: World, call: Call, *, deleted: bool) -> Answer:
    answer = run(argument(call, "q"), reading(world, call, deleted=deleted))
    options = call.headers.get("Sforce-Query-Options")
    return Answer(200, world.pages.first(answer, options, call.base))
