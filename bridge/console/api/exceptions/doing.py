"""
Who does something about which exception, and what he saw of it (`If-Match`).

So nobody's act is done blindly: it names the state that its doer saw, and answers with the new one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header
from starlette.responses import Response

from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Transaction
from bridge.console.api.answering import Unmet
from bridge.console.api.exceptions.forms import ExceptionForm
from bridge.console.pages.exceptions.listing import known
from bridge.console.security.proving import proves_by_call
from bridge.console.visits import Number, Visit, needs
from bridge.errors import ActedMeanwhile
from bridge.flow.deciding import Deciding, Ends
from bridge.model.ids import digest
from bridge.people.roles import Permission
from bridge.queue.acts import Act

#: Digits that tell two states of one exception apart.
_DIGITS = 32
#: More than anybody sends.
_HEADER_MAX = 1_000

IfMatch = Annotated[
    str | None,
    Header(max_length=_HEADER_MAX, description="The `ETag` of the exception as it was seen."),
]


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that a reader does about an exception."""

    visit: Visit
    number: int
    if_match: str | None
    response: Response

    def act(self, act: Act) -> ExceptionForm:
        """Do something that stands for itself."""
        return self.write(lambda tx: tx.lives.act(self.number, act))

    def write(self, does: Callable[[Transaction], object], name: str = "triage") -> ExceptionForm:
        """Do something in the transaction that looks whether the exception is as it was seen."""
        with self.visit.console.store.transaction(name, actor=self.visit.reader.name) as tx:
            require_match(self.if_match, known(tx, self.number))
            does(tx)
            after = known(tx, self.number)
        return self._answered(after)

    def decide(self, does: Callable[[Deciding, int], ExceptionCase]) -> ExceptionForm:
        """Do what looks things up first; it is told how many acts the reader has seen."""
        store = self.visit.console.store
        with store.reading() as view:
            case = known(view, self.number)
        require_match(self.if_match, case)
        try:
            after = does(Deciding(store, self.visit.reader.name), case.lived.acts)
        except ActedMeanwhile as error:
            raise _stale(self.number) from error
        return self._answered(after)

    @property
    def ends(self) -> Ends:
        """NetSuite, asked in turn, and the rules in force."""
        console = self.visit.console
        return (console, console.edition().rulebook)

    def _answered(self, after: ExceptionCase) -> ExceptionForm:
        self.response.headers["ETag"] = etag(after)
        return ExceptionForm.of(after)


def etag(one: ExceptionCase) -> str:
    """Return the `ETag` of an exception: another whenever anything that is shown of it changes."""
    return f'"{digest(ExceptionForm.of(one).model_dump(mode="json"))[:_DIGITS]}"'


def require_match(if_match: str | None, one: ExceptionCase) -> None:
    """Raise Unmet unless the exception is as it was seen: 428 if nobody says so, 412 if not."""
    if if_match is None:
        raise Unmet(428, "if-match-missing", "Say what you saw: send its ETag as If-Match.")
    if etag(one) not in {part.strip() for part in if_match.split(",")}:
        raise _stale(one.id)


def _stale(number: int) -> Unmet:
    return Unmet(412, "stale", f"Exception {number} changed since you saw it: read it again.")


def _doing(
    permission: Permission, asks: Callable[[Permission], Any] = needs
) -> Callable[..., Doing]:
    def doing(
        visit: Annotated[Visit, asks(permission)],
        number: Number,
        response: Response,
        if_match: IfMatch = None,
    ) -> Doing:
        return Doing(visit, number, if_match, response)

    return doing


Triage = Annotated[Doing, Depends(_doing(Permission.TRIAGE))]
Decide = Annotated[Doing, Depends(_doing(Permission.DECIDE))]
Run = Annotated[Doing, Depends(_doing(Permission.RUN))]
Confirm = Annotated[Doing, Depends(_doing(Permission.DECIDE, proves_by_call))]
