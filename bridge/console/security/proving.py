"""
What counts most asks once more who it is, if the password was given longer ago than a proof lasts.

So a screen that was left open, or a cookie that was stolen, becomes no token and no role. The page
that asks holds what was sent, and sends it again with the password: nothing that was typed is lost.
A token of the API proves itself with every call.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import Depends
from starlette.requests import Request

from bridge.console.forms import Form, Sent
from bridge.console.security.sessions import session_of
from bridge.console.visits import Visit, visiting
from bridge.flow.people.signing_in import TooOften, Welcome
from bridge.people.roles import Permission
from bridge.people.sessions import Session

#: The field in which the page that asks sends the password.
PROOF = "proof"
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The page that asks who it is, with what is to be done then."""

    name: str
    has_password: bool
    address: str  #: where what was sent goes again
    fields: tuple[tuple[str, str], ...]
    provider: str  #: what the way to the identity provider is called
    says: str = ""  #: what was wrong with what was typed


class Unproved(Exception):
    """Nothing was done yet: it is asked first who it is."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking.address)
        self.asking = asking


def proves(permission: Permission) -> Any:  # FastAPI takes what Depends returns for a default value
    """Return the dependency of a handler that answers those with a permission who prove it."""

    def visit(request: Request, sent: Form) -> Visit:
        found = visiting(request, permission)
        require_proof(found, sent)
        return found

    visit.__dict__["needs"] = permission
    return Depends(visit)


def proves_by_call(permission: Permission) -> Any:  # as above
    """Return the dependency of a call of the API that answers those who prove their permission."""

    def visit(request: Request) -> Visit:
        found = visiting(request, permission)
        require_proof(found, Sent({}))
        return found

    visit.__dict__["needs"] = permission
    return Depends(visit)


def require_proof(visit: Visit, sent: Sent) -> None:
    """Raise Unproved unless the reader gave the password a short while ago, or sends it along."""
    # A program proves itself by its token; a guest has nothing to prove anything with.
    session = None if visit.reader.scope is not None else session_of(visit.request)
    if session is None or visit.console.sign_ins.is_proved(session):
        return
    typed = sent[PROOF]
    if not typed:
        raise Unproved(_asking(visit, session, sent, ""))
    answer = visit.console.sign_ins.prove(session, typed)
    if not isinstance(answer, Welcome):
        raise Unproved(_asking(visit, session, sent, _says(answer)))


def _says(answer: object) -> str:
    if isinstance(answer, TooOften):
        return f"There were too many attempts. Try again in {-(-answer.wait // _MINUTE)} min."
    return "The password is wrong."


def _asking(visit: Visit, session: Session, sent: Sent, says: str) -> Asking:
    url, provider = visit.request.url, visit.console.provider
    return Asking(
        name=session.account.name,
        has_password=session.account.has_password,
        address=url.path + (f"?{url.query}" if url.query else ""),
        fields=tuple((name, value) for name, value in sent.pairs if name != PROOF),
        provider=provider.settings.label if provider else "",
        says=says,
    )
