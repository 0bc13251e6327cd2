"""
Polling: which deals are concerned by what was saved in the org within a window of time.

Use of credits, a quote or an asset may be saved long after the order was activated: every object
from which a deal is read is asked, and its changes are followed to the deals that they concern.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.salesforce.soql import Window
from bridge.mappers import dossiers
from bridge.mappers.graph import Road, Roads
from bridge.mappers.roots import OPPORTUNITY, ORDER
from bridge.model.ids import DealId


def _merged(all_roads: Iterable[Roads]) -> Mapping[str, tuple[Road, ...]]:
    """Return the roads of several models, each object and each of its roads once."""
    found: dict[str, dict[Road, None]] = {}
    for roads in all_roads:
        for name, of in roads.items():
            found.setdefault(name, {}).update(dict.fromkeys(of))
    return {name: tuple(of) for name, of in found.items()}


#: Every object whose changes may change a deal, with the roads of all models.
_POLLED_BOTH: Roads = _merged(dossiers.POLLED.values())
#: The same without the roads to opportunities: as far as most orgs need it.
POLLED: Roads = _merged(
    roads for model, roads in dossiers.POLLED.items() if dossiers.root_of(model) is ORDER
)
_STANDING_BOTH: Roads = _merged((dossiers.STANDING, dossiers.STANDING_BY_OPPORTUNITY))
_BEGINNING: Roads = {OPPORTUNITY.object: (Road("Id"),)}
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a poll reaches beyond orders: to opportunities that may book by themselves."""

    opportunities: bool = False
    anew: bool = False  #: whether all of them are looked for, whenever they were saved


@dataclass(frozen=True, slots=True)
class Seen:
    """What was saved in a window: how many records, and the deals that they concern."""

    changes: int
    concerned: tuple[DealId, ...]
    #: Deals of which only standing data changed: of interest where they are held.
    touched: tuple[DealId, ...]


_TO_ORDERS = Reach()


def poll(salesforce: Salesforce, within: Window, *, first: bool, reach: Reach = _TO_ORDERS) -> Seen:
    """
    Return what was saved in a window; the `first` one holds every order, so nothing else is asked.

    Raises what the reading methods of the adapter raise.
    """
    if first:
        seen = Seen(*orders(salesforce, {ORDER.object: (Road("Id"),)}, within), ())
    else:
        seen = _changed(salesforce, within, reach)
    if not reach.anew:
        return seen
    more, found = orders(salesforce, _BEGINNING, Window(_EVER, within.upper))
    concerned = tuple(dict.fromkeys((*seen.concerned, *found)))
    return Seen(seen.changes + more, concerned, seen.touched)


def _changed(salesforce: Salesforce, within: Window, reach: Reach) -> Seen:
    polled = _POLLED_BOTH if reach.opportunities else POLLED
    held = _STANDING_BOTH if reach.opportunities else dossiers.STANDING
    stirred = salesforce.stirred((*polled, *held), within)
    changes, concerned = orders(salesforce, _of(polled, stirred), within)
    standing, touched = orders(salesforce, _of(held, stirred), within)
    return Seen(changes + standing, concerned, touched)


def _of(roads: Roads, names: Iterable[str]) -> Roads:
    return {name: roads[name] for name in names if name in roads}


def orders(salesforce: Salesforce, polled: Roads, within: Window) -> tuple[int, tuple[DealId, ...]]:
    """Return how many records of some objects were saved, and the deals that they lead to."""
    seen, found = 0, dict[DealId, None]()
    for name, roads in polled.items():
        paths = tuple(dict.fromkeys(road.key for road in roads))
        changed = salesforce.changed(name, paths, within)
        seen += len(changed)
        for road in roads:
            place = paths.index(road.key)
            keys = [key for one in changed if (key := one.keys[place])]
            found.update(dict.fromkeys(_followed(salesforce, road, keys)))
    return seen, tuple(found)


def _followed(salesforce: Salesforce, road: Road, keys: list[str]) -> Iterator[DealId]:
    yield from map(DealId, salesforce.follow(road, keys) if road.hops else keys)
