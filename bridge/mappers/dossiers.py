"""Which records are bookings, which reader understands each, and the dossier of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bridge.mappers import graph, roots
from bridge.mappers.read import cpq, revenue_cloud
from bridge.mappers.read.opportunities import booking, opportunity, questions
from bridge.mappers.read.sales_cloud import order as sales_cloud
from bridge.mappers.read.sales_cloud.telling import is_plain
from bridge.mappers.read.whole import Read
from bridge.model.dossier import Dossier, EarlierDocument, Frame
from bridge.model.ids import ContractId, DealId
from bridge.model.record import ObjectDescription, Record
from bridge.rules.rulebook import Source

#: The model of opportunities that book by themselves.
BY_OPPORTUNITY = questions.MODEL
#: Every reader by the model that it understands.
READERS: Mapping[str, Callable[[Dossier, Source], Read]] = {
    "cpq": cpq.read,
    "revenue_cloud": revenue_cloud.read,
    "sales_cloud": sales_cloud.read,
    BY_OPPORTUNITY: opportunity.read,
}
#: Every reader with the records that it needs and the changes that concern it.
GRAPHS: Mapping[str, graph.Graph] = {
    "cpq": cpq.GRAPH,
    "revenue_cloud": revenue_cloud.GRAPH,
    "sales_cloud": sales_cloud.GRAPH,
    BY_OPPORTUNITY: opportunity.GRAPH,
}
#: At which object the deals of a model begin, where that is not an order.
_BEGINS: Mapping[str, roots.Root] = {BY_OPPORTUNITY: roots.OPPORTUNITY}
POLLED: Mapping[str, graph.Roads] = {
    "cpq": cpq.POLLED,
    "revenue_cloud": revenue_cloud.POLLED,
    "sales_cloud": sales_cloud.POLLED,
    BY_OPPORTUNITY: opportunity.POLLED,
}
#: Standing data, with the roads to orders. A change here changes nothing that was sold, and a busy
#: account would have all its orders read again; but it may mend what holds a flagged deal.
STANDING: graph.Roads = {
    "Product2": (graph.Road("Id", (graph.Hop("OrderItem", "Product2Id", "OrderId"),)),),
    "ProductSellingModel": (
        graph.Road("Id", (graph.Hop("OrderItem", "ProductSellingModelId", "OrderId"),)),
    ),
    "Account": (graph.Road("Id", (graph.Hop("Order", "AccountId", "Id"),)),),
}
#: The same, with the roads to opportunities.
STANDING_BY_OPPORTUNITY: graph.Roads = opportunity.STANDING

#: The types of the records that any reader looks at.
READ_TYPES: frozenset[str] = frozenset(
    (*roots.ROOTS, *(step.object for steps in GRAPHS.values() for step in steps))
)


def root_of(model: str) -> roots.Root:
    """Say at which object the deals of a model begin."""
    return _BEGINS.get(model, roots.ORDER)


def graph_of(root: roots.Root) -> graph.Graph:
    """Return the steps of all models whose deals begin at an object, one after the other."""
    models = [model for model in GRAPHS if root_of(model) is root]
    return tuple(step for model in models for step in GRAPHS[model])


def model_of(order: Record) -> str:
    """
    Say which reader understands an order, or an opportunity.

    CPQ's orders name a CPQ quote, those of Revenue Cloud carry what its life cycle writes.
    """
    if order.type == roots.OPPORTUNITY.object:
        return BY_OPPORTUNITY
    if order.fields.get("SBQQ__Quote__c"):
        return "cpq"
    return "sales_cloud" if is_plain(order) else "revenue_cloud"


def is_booking(order: Record) -> bool:
    """
    Say whether an order is activated, or an opportunity was won; drafts are no bookings.

    Nor is an order whose place another one took before the bridge knew of it: that one books. An
    org may give its statuses names of its own; the status code says what they mean. Of an
    opportunity `counts` says more.
    """
    if order.type == roots.OPPORTUNITY.object:
        return booking.is_won(order)
    return booking.is_activated(order)


def counts(dossier: Dossier, source: Source) -> bool:
    """
    Say whether a booking that is not known yet is a deal.

    An opportunity is none where the source, or an activated order of it, says that orders book.
    An order is none where its opportunity is in the books: that one's reader speaks of it.
    """
    if booking.is_claimed(dossier):
        return False
    if dossier.model != BY_OPPORTUNITY:
        return True
    return booking.counts(dossier, source)


def unseen(
    descriptions: Mapping[str, ObjectDescription], source: Source | None = None
) -> tuple[str, ...]:
    """
    Return what decides whether a record is a booking, and whose, and is not shown to the bridge.

    Without it orders would be passed over in silence, or be taken for those of another model. With
    the source of opportunities the same is asked of these, as far as it lets them book.
    """
    by_itself = booking.unseen(descriptions, source) if source else ()
    order = descriptions.get(roots.ORDER.object)
    if order is None and source and not booking.may_leave_to_orders(source):
        return by_itself
    if order is None:
        return (roots.ORDER.object, *by_itself)
    needed = [
        "Status",
        "StatusCode",
        *(["SBQQ__Quote__c"] if "SBQQ__Quote__c" in descriptions else []),
        *(["OriginalActionType"] if "QuoteAction" in descriptions else []),
    ]
    hidden = [f"{order.name}.{name}" for name in needed if name not in order.fields]
    return (*hidden, *by_itself)


def of_order(
    order: Record,
    records: Sequence[Record] | graph.Index,
    earlier: Iterable[EarlierDocument],
    frame: Frame,
) -> Dossier:
    """Return the dossier of one deal: of the records only those that its graph reaches."""
    model = model_of(order)
    return Dossier(
        model=model,
        deal=DealId(order.id),
        records=graph.select(records, GRAPHS[model], (order.id,)),
        earlier=tuple(earlier),
        frame=frame,
    )


def contract_of(dossier: Dossier) -> ContractId:
    """Say which contract a deal belongs to, before anything else of it is judged."""
    return READERS[dossier.model](dossier, Source(dossier.model)).heading.contract


def orders(records: Sequence[Record]) -> list[Record]:
    """Return the orders by the day they take effect, then by id: the order of their contracts."""
    return _beginning(records, (roots.ORDER,))


def beginnings(records: Sequence[Record]) -> list[Record]:
    """Return orders and opportunities, in the same way."""
    return _beginning(records, roots.ROOTS.values())


def _beginning(records: Sequence[Record], among: Iterable[roots.Root]) -> list[Record]:
    days = {one.object: one.day for one in among}
    found = [record for record in records if record.type in days]
    return sorted(found, key=lambda one: (str(one.fields.get(days[one.type])), one.id))
