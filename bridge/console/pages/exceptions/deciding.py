"""Decisions of two people: one proposes what becomes of a deal, another confirms or declines."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bridge.console.forms import Form
from bridge.console.pages.exceptions.acting import Triaging, attempted, seen_of
from bridge.console.pages.exceptions.asked import PATH, Asked, Asks
from bridge.console.pages.exceptions.panel import Typed
from bridge.console.saying import Said
from bridge.console.security.proving import proves
from bridge.console.visits import Number, Visit, needs
from bridge.flow.deciding import Deciding, Ends
from bridge.people.roles import Permission

router = APIRouter(prefix=f"{PATH}/{{number}}/decision")
Deciders = Annotated[Visit, needs(Permission.DECIDE)]
Confirming = Annotated[Visit, proves(Permission.DECIDE)]
#: What is done in the name of the reader.
_Does = Callable[[Deciding], object]


@router.post("/outside")
def outside(visit: Triaging, number: Number, asked: Asks, sent: Form) -> Response:
    """Propose that a record in NetSuite stands for the deal; it is looked up, and must tie."""

    def does(who: Deciding) -> object:
        record, reason = sent["record"], sent["reason"]
        return who.handled_outside(number, record, reason, _ends(visit), seen_of(sent))

    says = "you proposed that it was handled outside; a second person confirms it"
    return _decided(visit, (number, asked), Typed(act="outside", fields=sent.plain), (does, says))


@router.post("/rejected")
def rejected(visit: Triaging, number: Number, asked: Asks, sent: Form) -> Response:
    """Propose that the deal is no booking."""

    def does(who: Deciding) -> object:
        return who.rejected(number, sent["reason"], seen_of(sent))

    says = "you proposed that it is no booking; a second person confirms it"
    return _decided(visit, (number, asked), Typed(act="rejected", fields=sent.plain), (does, says))


@router.post("/confirm")
def confirm(visit: Confirming, number: Number, asked: Asks, sent: Form) -> Response:
    """Confirm what another person proposed."""

    def does(who: Deciding) -> object:
        return who.confirm(number, sent["reason"], _ends(visit), seen_of(sent))

    says = "you confirmed what was proposed"
    return _decided(visit, (number, asked), Typed(act="confirm", fields=sent.plain), (does, says))


@router.post("/decline")
def decline(visit: Deciders, number: Number, asked: Asks, sent: Form) -> Response:
    """Turn down what another person proposed."""

    def does(who: Deciding) -> object:
        return who.decline(number, sent["reason"], seen_of(sent))

    says = "you declined what was proposed"
    return _decided(visit, (number, asked), Typed(act="decline", fields=sent.plain), (does, says))


@router.post("/revoke")
def revoke(visit: Deciders, number: Number, asked: Asks, sent: Form) -> Response:
    """Take a decision back; the next pass judges the deal again."""

    def does(who: Deciding) -> object:
        return who.revoke(number, sent["reason"], seen_of(sent))

    says = "you took the decision back"
    return _decided(visit, (number, asked), Typed(act="revoke", fields=sent.plain), (does, says))


def _decided(
    visit: Visit, where: tuple[int, Asked], typed: Typed, what: tuple[_Does, str]
) -> Response:
    does, says = what

    def done() -> Said:
        does(Deciding(visit.console.store, visit.reader.name))
        return Said(f"Exception {where[0]}: {says}.")

    return attempted(visit, where, typed, done)


def _ends(visit: Visit) -> Ends:
    return (visit.console, visit.console.edition().rulebook)
