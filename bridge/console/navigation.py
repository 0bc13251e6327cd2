"""
The pages of the sidebar, in its order, and where a page has what a command does.

A page that is not built yet is not named here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from bridge.console.security.reader import API
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


@dataclass(frozen=True, slots=True)
class Step:
    """What a command does, as it is done on a page."""

    words: str  #: what stands in a sentence in place of the command
    path: str = ""  #: empty where it is done on the page that tells of it
    api: str = ""  #: the address that does it for programs; empty where a person does it


#: The one option that is no other act on its page: statements and roll-forwards are made together.
_ROLLS = "reconcile --rolls"
_AGAIN, _BACK = '"Try again in the next pass"', '"Take the decision back"'
#: Errors and reasons name the next step once, as a command; readers of pages are led to where they
#: can take it. `{}` is the number or the name that the command is given.
_STEPS: Mapping[str, Step] = {
    "deals show": Step("the page of the deal", "/deals", "/deals"),
    "deals show {}": Step("the page of the deal", "/deals/{}", "/deals/{}"),
    "exceptions list": Step("the list of exceptions", "/exceptions?view=list", "/exceptions"),
    "exceptions questions {}": Step("the page of exception {}", "/exceptions/{}"),
    "exceptions retry": Step(f"{_AGAIN} on the page of the exception"),
    "exceptions retry {}": Step(
        f"{_AGAIN} on the page of exception {{}}", "/exceptions/{}", "/exceptions/{}/retry"
    ),
    "exceptions revoke {}": Step(
        f"{_BACK} on the page of exception {{}}", "/exceptions/{}", "/exceptions/{}/decision/revoke"
    ),
    "exceptions show {}": Step("the page of exception {}", "/exceptions/{}", "/exceptions/{}"),
    "journals list": Step("the page Journals", "/journals", "/journals"),
    "ledger verify": Step("the proof of the books", "/ledger/proof"),
    "merges accept": Step("the page Merges", "/merges"),
    "merges approve {}": Step(
        '"Approve" on the page of the merge', "/merges/{}", "/merges/{}/approve"
    ),
    "merges list": Step("the page Merges", "/merges", "/merges"),
    "merges show {}": Step("the page of the merge", "/merges/{}", "/merges/{}"),
    "notify log": Step("the page Notifications", "/settings/notifications", "/notifications"),
    "pairs candidates": Step(
        "the lines that NetSuite has alone",
        "/reconciliation/pairs?look=yes",
        "/reconciliation/pairs/candidates",
    ),
    "pairs list": Step("the page Pairs of lines", "/reconciliation/pairs", "/reconciliation/pairs"),
    "periods list": Step("the page Reconciliation", "/reconciliation", "/reconciliation/periods"),
    "reconcile": Step("the page Reconciliation", "/reconciliation"),
    _ROLLS: Step('"Reconcile now" on the page Reconciliation', "/reconciliation"),
    "reports list": Step("the page Reports", "/reports", "/reports"),
    "rules approve {}": Step("the page of draft {}", "/rules/drafts/{}"),
    "rules history": Step("the page Rules", "/rules", "/rules/history"),
    "rules plan {}": Step("the plan of draft {}", "/rules/drafts/{}/plan"),
    "rules revert": Step("the page Rules", "/rules"),
    "users add": Step("the page of the set-up", "/set-up"),
    "users list": Step("the page People", "/settings/users"),
}
#: Options of it ask for what only a command makes.
_BY_OPTIONS = "bridge reconcile --"
_QUOTED = re.compile(r"`(bridge [^`]+)`")
_OPTION = re.compile(r"(?<![\w`-])--([a-z][a-z-]*)")
_COMMAND = re.compile(r"bridge ([a-z]+(?: [a-z]+)?)(?: (?!-)(?![A-Z]+\b)(\S+))?")


def step(command: str) -> Step | None:
    """
    Return what a command that a text names is on a page; None for what only a shell has.

    >>> step("bridge exceptions show 12")
    Step(words='the page of exception 12', path='/exceptions/12', api='/exceptions/12')
    >>> step("bridge exceptions retry NUMBER").path, step("bridge sync --once")
    ('', None)
    """
    told = _COMMAND.match(command)
    if command == f"bridge {_ROLLS}":
        return _STEPS[_ROLLS]
    if told is None or command.startswith(_BY_OPTIONS):
        return None
    given = told[2] or ""
    found = _STEPS.get(f"{told[1]} {{}}" if given else told[1])
    place = quote(given, safe="")
    return found and Step(
        found.words.format(given), found.path.format(place), found.api.format(place)
    )


def for_programs(text: str) -> str:
    """
    Return a text for a program: a command is an address, or what a person does where.

    Options stand in it as the parameters that they are.

    >>> for_programs("see `bridge exceptions show 12`")
    'see `/api/v1/exceptions/12`'
    >>> for_programs("see who can with `bridge users list`")
    'see who can with the page People (a person, at /settings/users)'
    >>> for_programs("read the rest with `bridge sync --once`")
    'read the rest with `bridge sync --once`'
    """
    parts = _QUOTED.split(text)  # every second one is a command
    told = (
        _for_programs(one) if at % 2 else _OPTION.sub(r"`\1`", one) for at, one in enumerate(parts)
    )
    return "".join(told)


def _for_programs(command: str) -> str:
    found = step(command)
    if found is None:
        return f"`{command}`"
    if found.api:
        return f"`{API}{found.api}`"
    return f"{found.words} (a person, at {found.path})" if found.path else found.words


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
