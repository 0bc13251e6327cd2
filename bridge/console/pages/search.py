"""Search over everything that has a page: exceptions, deals, documents, rules, and the pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query
from starlette.responses import Response

from bridge.adapters.store.browsing.deals import DealFilter
from bridge.adapters.store.browsing.exception_filter import ExceptionFilter
from bridge.adapters.store.browsing.exception_order import Order
from bridge.adapters.store.browsing.pages import Reach
from bridge.adapters.store.database import Transaction
from bridge.console.navigation import PLACES
from bridge.console.pages.exceptions.asked import Text
from bridge.console.visits import Visit, needs
from bridge.console.writing import words
from bridge.flow.rulebook.editions import Edition
from bridge.model.money import Money
from bridge.people.roles import Permission, Reader
from bridge.rulebooks import golden

router = APIRouter()
#: Of each kind so many are shown; its list has the others.
_MOST = Reach(limit=5)
#: What is shorter is found nearly everywhere.
_SHORTEST = 2
#: Of a line of the rules.
_LINE_MAX = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something that was found."""

    title: str
    path: str
    says: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What was found of one kind, and the list that has the others."""

    title: str
    hits: tuple[Hit, ...]
    more: str = ""  #: the address of that list; empty where everything is shown, or there is none
    is_cut: bool = False  #: whether there are others, and no list has them


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of a text."""

    q: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How much is shown."""
        return sum(len(one.hits) for one in self.groups)

    @property
    def is_asked(self) -> bool:
        """Whether it was looked for anything."""
        return len(self.q) >= _SHORTEST


@router.get("/search")
def search(
    visit: Annotated[Visit, needs(Permission.SEE)], q: Annotated[Text, Query()] = ""
) -> Response:
    """Show what is found of a text; a short one finds nothing."""
    text = q.strip()
    found: list[Group] = []
    if len(text) >= _SHORTEST:
        found.append(Group(title="Pages", hits=tuple(_pages(visit.reader, text))))
        with visit.console.store.reading() as view:
            found += (_exceptions(view, text), _deals(view, text), _documents(view, text))
        found.append(_first("Rules", _rules(visit.console.edition(), text)))
    groups = tuple(one for one in found if one.hits)
    return visit.shows("search/page.html", Found(q=text, groups=groups))


def _pages(reader: Reader, text: str) -> Iterator[Hit]:
    for place in PLACES:
        if text.lower() in place.title.lower() and reader.may(place.needs):
            yield Hit(title=place.title, path=place.path)


def _exceptions(view: Transaction, text: str) -> Group:
    page = view.lists.exceptions.page(ExceptionFilter(text=text), _MOST, Order.NEWEST)
    hits = (
        Hit(
            title=f"{one.id} {one.account_name}",
            path=f"/exceptions/{one.id}?view=list",
            says=f"{words(one.code)}, {one.state.lower()}",
            amount=one.amount,
        )
        for one in page.items
    )
    more = f"/exceptions?{urlencode({'view': 'list', 'q': text})}" if page.next else ""
    return Group(title="Exceptions", hits=tuple(hits), more=more)


def _deals(view: Transaction, text: str) -> Group:
    page = view.lists.deals.page(DealFilter(text=text), _MOST)
    hits = (
        Hit(
            title=f"{one.name} {one.account_name}",
            path=f"/deals/{quote(one.id)}",
            says=words(one.state).lower(),
            amount=one.booked,
        )
        for one in page.items
    )
    more = f"/deals?{urlencode({'q': text})}" if page.next else ""
    return Group(title="Deals", hits=tuple(hits), more=more)


def _documents(view: Transaction, text: str) -> Group:
    names = view.lists.documents.found(text, _MOST.limit + 1)
    hits = (Hit(title=name, path=f"/explain?{urlencode({'ref': name})}") for name in names)
    return _first("Documents", hits)


def _first(title: str, hits: Iterable[Hit]) -> Group:
    """Return the first of what was found; all of it may be more than are shown."""
    found = tuple(hits)
    return Group(title=title, hits=found[: _MOST.limit], is_cut=len(found) > _MOST.limit)


def _rules(edition: Edition, text: str) -> Iterator[Hit]:
    """Yield the files of the rules in force that hold the text, each with its first line of it."""
    # Golden deals repeat what the rules say: they come last.
    files = sorted(edition.files, key=lambda name: (golden.is_golden(name), name))
    named = [(name, _line(edition.files[name], text)) for name in files]
    path = f"/rules/versions/{edition.rulebook.version}"
    for name, line in [one for one in named if one[1]]:
        yield Hit(title=name, says=line, path=f"{path}?{urlencode({'file': name})}")


def _line(body: str, text: str) -> str:
    lines = (line.strip() for line in body.splitlines() if text.lower() in line.lower())
    return next(lines, "")[:_LINE_MAX]
