"""The pages of the sidebar, in its order; a page that is not built yet is not named here."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from bridge.ledger.pauses import STREAMS
from bridge.model.ids import DealId
from bridge.people.register import PEOPLE
from bridge.people.roles import Permission
from bridge.reconcile.pairs import PAIRS
from bridge.reconcile.signatures import PERIODS
from bridge.rulebooks.road import RULEBOOK


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page of the sidebar."""

    title: str
    path: str
    icon: str  #: of the sprite in static/vendor
    key: str  #: the letter that leads here after `g`
    needs: Permission = Permission.SEE


PLACES = (
    Place(title="Overview", path="/", icon="layout-dashboard", key="o"),
    Place(title="Exceptions", path="/exceptions", icon="inbox", key="e"),
    Place(title="Deals", path="/deals", icon="handshake", key="d"),
    Place(title="Rules", path="/rules", icon="list-checks", key="r"),
    Place(title="Ledger", path="/ledger", icon="book-text", key="l"),
    Place(title="Reconciliation", path="/reconciliation", icon="scale", key="n"),
    Place(title="Schedules", path="/schedules", icon="calendar-range", key="c"),
    Place(title="Reports", path="/reports", icon="download", key="p"),
    Place(title="Close", path="/close", icon="lock", key="f"),
    Place(title="Merges", path="/merges", icon="arrow-right-left", key="m"),
    Place(title="Journals", path="/journals", icon="pencil-ruler", key="j"),
    Place(title="Explain", path="/explain", icon="message-square", key="x"),
    Place(title="Sync", path="/sync", icon="refresh-cw", key="h"),
    Place(title="Settings", path="/settings", icon="settings", key=","),
)

#: Where that is shown of which entries of the ledger tell under a name that is no deal's.
_NO_DEALS: Mapping[DealId, str] = {
    PAIRS: "/reports/pairs",
    PEOPLE: "/reports/people",
    PERIODS: "/reconciliation",
    RULEBOOK: "/rules",
    STREAMS: "/sync",
}


def page_about(deal: DealId) -> str:
    """
    Return the page about what an entry of the ledger is about: a deal, or all of something else.

    >>> page_about(DealId("801000000000001AAA")), page_about(RULEBOOK)
    ('/deals/801000000000001AAA', '/rules')
    """
    return _NO_DEALS.get(deal) or f"/deals/{quote(deal, safe='')}"


def place_of(path: str) -> Place | None:
    """
    Return the page of the sidebar under which a path stands.

    >>> [getattr(place_of(path), "title", None) for path in ("/", "/exceptions/7", "/nowhere")]
    ['Overview', 'Exceptions', None]
    """
    for place in PLACES:
        if path == place.path or (place.path != "/" and path.startswith(place.path + "/")):
            return place
    return None
