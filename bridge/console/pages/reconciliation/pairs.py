"""Pairs of lines: what was proposed, what NetSuite has alone, and what people say that it is."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bridge.console.forms import Form
from bridge.console.pages.leafing import AFTER, chosen, onward
from bridge.console.saying import Said
from bridge.console.security.proving import proves
from bridge.console.visits import Number, Visit, needs
from bridge.errors import Misconfigured
from bridge.flow.reconciling.pairing import finding
from bridge.flow.reconciling.pairing.deciding import Pairing
from bridge.flow.reconciling.pairing.finding import Candidate
from bridge.ledger.person import same_person
from bridge.model.ids import LineId
from bridge.people.roles import Permission
from bridge.reconcile.pairs import Named, Pair, PairState, let_go

PATH = "/reconciliation/pairs"
router = APIRouter(prefix=PATH)
Deciding = Annotated[Visit, needs(Permission.DECIDE)]
#: Lines of NetSuite's on one page.
_LINES = 100
#: The most digits of a line's number, and of a place in a list.
_DIGITS_MAX = 9


@dataclass(frozen=True, slots=True)
class Row:
    """A pair, and what the reader may do about it."""

    of: Pair
    chip: str
    may_confirm: bool
    may_decline: bool
    may_revoke: bool
    let_go: str | None  #: why it counts for nothing though it stands, where somebody looks


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Every pair, the last one first; candidates only where somebody looks for them."""

    rows: tuple[Row, ...]
    candidates: tuple[Candidate, ...] | None  #: those of one page
    before: int  #: how many candidates the pages before this one have
    count: int  #: how many there are on all pages
    onward: str | None
    may_propose: bool


_CHIPS = {
    PairState.PROPOSED: "waiting",
    PairState.STANDS: "ok",
    PairState.DECLINED: "",
    PairState.REVOKED: "",
}


@router.get("")
def pairs(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """Show every pair, and on demand what NetSuite has alone, by what was told last."""
    with visit.console.store.reading() as view:
        known = tuple(finding.known(view).values())
    looks = chosen(visit.request, "look") == "yes"
    sides = visit.console.both_sides() if looks else None
    found = finding.candidates(sides, known) if sides else ()
    gone = let_go(sides, known) if sides else {}
    begin = _before(visit)
    end = begin + _LINES
    page = Page(
        rows=tuple(_row(visit, one, gone.get(one.number)) for one in reversed(known)),
        candidates=found[begin:end] if looks else None,
        before=begin,
        count=len(found),
        onward=onward(visit.request, str(end) if end < len(found) else None),
        may_propose=visit.reader.may(Permission.TRIAGE),
    )
    return visit.shows("reconciliation/pairs.html", page)


def _before(visit: Visit) -> int:
    asked = chosen(visit.request, AFTER) or "0"
    if not (asked.isascii() and asked.isdigit() and len(asked) <= _DIGITS_MAX):
        raise Misconfigured(
            f"{asked[:20]!r} is no place in the list", where=AFTER, act="begin at its first page"
        )
    return int(asked)


def _row(visit: Visit, one: Pair, gone: str | None) -> Row:
    decides = visit.reader.may(Permission.DECIDE)
    is_proposed = one.state is PairState.PROPOSED
    is_own = same_person(one.proposed.by, visit.reader.name)
    return Row(
        of=one,
        chip=_CHIPS[one.state],
        may_confirm=decides and is_proposed and not is_own,
        may_decline=decides and is_proposed,
        may_revoke=decides and one.state is PairState.STANDS,
        let_go=gone,
    )


@router.post("")
def propose(visit: Annotated[Visit, needs(Permission.TRIAGE)], sent: Form) -> Response:
    """Say that a line of NetSuite's is the line of a deal."""
    line = sent["line"]
    if not (line.isascii() and line.isdigit() and len(line) <= _DIGITS_MAX):
        raise Misconfigured(
            f"{line[:20]!r} is no line", where="line", act="choose a line of the page"
        )
    wanted = Named(sent["order"], int(line), LineId(sent["sold"]))
    alone = visit.console.settings.reconcile.paired_alone
    found = _pairing(visit).propose(wanted, sent["reason"], visit.console.both_sides(), alone)
    is_done = found.state is PairState.STANDS
    return _back(visit, found, "stands" if is_done else "is proposed; another person confirms it")


@router.post("/{number}/confirm")
def confirm(
    visit: Annotated[Visit, proves(Permission.DECIDE)], number: Number, sent: Form
) -> Response:
    """Agree to what another person proposed."""
    found = _pairing(visit).confirm(number, sent["reason"], visit.console.both_sides())
    return _back(visit, found, "stands; the next statement takes both lines for one")


@router.post("/{number}/decline")
def decline(visit: Deciding, number: Number, sent: Form) -> Response:
    """Turn down what was proposed."""
    return _back(visit, _pairing(visit).decline(number, sent["reason"]), "is declined")


@router.post("/{number}/revoke")
def revoke(visit: Deciding, number: Number, sent: Form) -> Response:
    """Take back a pair that stands."""
    return _back(visit, _pairing(visit).revoke(number, sent["reason"]), "is revoked")


def _pairing(visit: Visit) -> Pairing:
    return Pairing(visit.console.store, visit.reader.name)


def _back(visit: Visit, found: Pair, says: str) -> Response:
    return visit.goes_to(PATH, Said(f"Pair {found.number} {says}."))
