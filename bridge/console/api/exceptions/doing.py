"""
Who does something about which exception, and what he saw of it (`If-Match`).

So nobody's act is done blindly: it names the state that its doer saw, and answers with the new one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends
from starlette.responses import Response

from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Transaction
from bridge.console.api.exceptions.forms import ExceptionForm
from bridge.console.api.matching import IfMatch, etag_of, require_match, stale
from bridge.console.pages.exceptions.listing import known
from bridge.console.security.proving import proves_by_call
from bridge.console.visits import Number, Visit, needs
from bridge.errors import ActedMeanwhile
from bridge.flow.deciding import Deciding, Ends
from bridge.people.roles import Permission
from bridge.queue.acts import Act


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
            self._require(known(tx, self.number))
            does(tx)
            after = known(tx, self.number)
        return self._answered(after)

    def decide(self, does: Callable[[Deciding, int], ExceptionCase]) -> ExceptionForm:
        """Do what looks things up first; it is told how many acts the reader has seen."""
        store = self.visit.console.store
        with store.reading() as view:
            case = known(view, self.number)
        self._require(case)
        try:
            after = does(Deciding(store, self.visit.reader.name), case.lived.acts)
        except ActedMeanwhile as error:
            raise stale(f"Exception {self.number}") from error
        return self._answered(after)

    @property
    def ends(self) -> Ends:
        """NetSuite, asked in turn, and the rules in force."""
        console = self.visit.console
        return (console, console.edition().rulebook)

    def _require(self, case: ExceptionCase) -> None:
        require_match(self.if_match, etag(case), f"Exception {self.number}")

    def _answered(self, after: ExceptionCase) -> ExceptionForm:
        self.response.headers["ETag"] = etag(after)
        return ExceptionForm.of(after)


def etag(one: ExceptionCase) -> str:
    """Return the `ETag` of an exception: another whenever anything that is shown of it changes."""
    return etag_of(ExceptionForm.of(one))


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
