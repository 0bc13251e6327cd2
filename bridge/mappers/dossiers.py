"""Which orders are bookings, which reader understands each, and the dossier of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bridge.mappers import graph
from bridge.mappers.read import cpq, revenue_cloud
from bridge.mappers.read.sales_cloud import order as sales_cloud
from bridge.mappers.read.sales_cloud.telling import is_plain
from bridge.mappers.read.whole import Read
from bridge.model.dossier import Dossier, EarlierDocument, Frame
from bridge.model.ids import ContractId, DealId
from bridge.model.record import ObjectDescription, Record
from bridge.rules.rulebook import Source

#: Every reader by the model that it understands.
READERS: Mapping[str, Callable[[Dossier, Source], Read]] = {
    "cpq": cpq.read,
    "revenue_cloud": revenue_cloud.read,
    "sales_cloud": sales_cloud.read,
}
#: Every reader with the records that it needs and the changes that concern it.
GRAPHS: Mapping[str, graph.Graph] = {
    "cpq": cpq.GRAPH,
    "revenue_cloud": revenue_cloud.GRAPH,
    "sales_cloud": sales_cloud.GRAPH,
}
POLLED: Mapping[str, graph.Roads] = {
    "cpq": cpq.POLLED,
    "revenue_cloud": revenue_cloud.POLLED,
    "sales_cloud": sales_cloud.POLLED,
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

#: The types of the records that any reader looks at.
READ_TYPES: frozenset[str] = frozenset(
    (graph.ROOT, *(step.object for steps in GRAPHS.values() for step in steps))
)


def model_of(order: Record) -> str:
    """
    Say which reader understands an order.

    CPQ's orders name a CPQ quote, those of Revenue Cloud carry what its life cycle writes.
    """
    if order.fields.get("SBQQ__Quote__c"):
        return "cpq"
    return "sales_cloud" if is_plain(order) else "revenue_cloud"


def is_booking(order: Record) -> bool:
    """
    Say whether an order is activated; drafts are no bookings.

    Nor is an order whose place another one took before the bridge knew of it: that one books. An
    org may give its statuses names of its own; the status code says what they mean.
    """
    states = (order.fields.get("Status"), order.fields.get("StatusCode"))
    stands = "Activated" in states and "Superseded" not in states
    return stands and not order.fields.get("IsDeleted")


def unseen(descriptions: Mapping[str, ObjectDescription]) -> tuple[str, ...]:
    """
    Return what decides whether an order is a booking, and whose, and is not shown to the bridge.

    Without it orders would be passed over in silence, or be taken for those of another model.
    """
    order = descriptions.get(graph.ROOT)
    if order is None:
        return (graph.ROOT,)
    needed = [
        "Status",
        "StatusCode",
        *(["SBQQ__Quote__c"] if "SBQQ__Quote__c" in descriptions else []),
        *(["OriginalActionType"] if "QuoteAction" in descriptions else []),
    ]
    return tuple(f"{graph.ROOT}.{name}" for name in needed if name not in order.fields)


def of_order(
    order: Record,
    records: Sequence[Record] | graph.Index,
    earlier: Iterable[EarlierDocument],
    frame: Frame,
) -> Dossier:
    """Return the dossier of one order: of the records only those that its graph reaches."""
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
    found = [record for record in records if record.type == graph.ROOT]
    return sorted(found, key=lambda order: (str(order.fields.get("EffectiveDate")), order.id))
