"""
Polling: which deals are concerned by what was saved in the org within a window of time.

Use of credits, a quote or an asset may be saved long after the order was activated: every object
from which a deal is read is asked, and its changes are followed to the orders that they concern.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.salesforce.soql import Window
from bridge.mappers import dossiers
from bridge.mappers.graph import ROOT, Road, Roads
from bridge.model.ids import DealId


def _merged(all_roads: Iterable[Roads]) -> Mapping[str, tuple[Road, ...]]:
    """Return the roads of several models, each object and each of its roads once."""
    found: dict[str, dict[Road, None]] = {}
    for roads in all_roads:
        for name, of in roads.items():
            found.setdefault(name, {}).update(dict.fromkeys(of))
    return {name: tuple(of) for name, of in found.items()}


#: Every object whose changes may change a deal, with the roads of all models.
POLLED: Roads = _merged(dossiers.POLLED.values())


@dataclass(frozen=True, slots=True)
class Seen:
    """What was saved in a window: how many records, and the deals that they concern."""

    changes: int
    concerned: tuple[DealId, ...]
    #: Deals of which only standing data changed: of interest where they are held.
    touched: tuple[DealId, ...]


def poll(salesforce: Salesforce, within: Window, *, first: bool) -> Seen:
    """
    Return what was saved in a window; the `first` one holds every order, so nothing else is asked.

    Raises what the reading methods of the adapter raise.
    """
    if first:
        return Seen(*orders(salesforce, {ROOT: POLLED[ROOT]}, within), ())
    stirred = salesforce.stirred((*POLLED, *dossiers.STANDING), within)
    changes, concerned = orders(salesforce, _of(POLLED, stirred), within)
    standing, touched = orders(salesforce, _of(dossiers.STANDING, stirred), within)
    return Seen(changes + standing, concerned, touched)


def _of(roads: Roads, names: Iterable[str]) -> Roads:
    return {name: roads[name] for name in names if name in roads}


def orders(salesforce: Salesforce, polled: Roads, within: Window) -> tuple[int, tuple[DealId, ...]]:
    """Return how many records of some objects were saved, and the orders that they lead to."""
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
