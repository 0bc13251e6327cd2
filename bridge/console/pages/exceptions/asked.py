"""What is asked of the exceptions page by its URL: a filter, an order, a place in the list."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bridge.adapters.store.browsing.exception_filter import ExceptionFilter
from bridge.adapters.store.browsing.exception_order import Order
from bridge.model.money import Currency, Money
from bridge.queue.life import CaseState, WaitsFor
from bridge.reports.cutoff import month_of

PATH = "/exceptions"
#: As long as a person types to find something.
_TEXT_MAX = 200


class View(StrEnum):
    """How the queue is shown."""

    CAUSES = "causes"
    LIST = "list"


def _or_none(typed: Any) -> Any:
    """Take a field that was left empty for one that was not sent."""
    return None if typed == "" else typed


def _whoever(typed: Any) -> Any:
    """Tell exceptions of anybody from those of nobody."""
    return None if typed == "*" else typed


def _shown(typed: str) -> str:
    """Refuse characters that nobody can type: a database cannot look for them, either."""
    if not typed.isprintable():
        raise ValueError("has characters that cannot be shown")
    return typed


Text = Annotated[str, Field(max_length=_TEXT_MAX), BeforeValidator(lambda one: _shown(str(one)))]
Code = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Number = Annotated[str, Field(pattern=r"^\d{1,15}(\.\d{1,4})?$")]
Fingerprint = Annotated[str, Field(pattern=r"^[0-9a-f]{4,64}$")]
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Empty = BeforeValidator(_or_none)


class Asked(BaseModel):
    """The parameters of the page; each has the value that a link without it means."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    state: CaseState = CaseState.OPEN
    q: Text = ""
    code: Text = ""
    currency: Annotated[Code | None, Empty] = None
    owner: Annotated[Text | None, BeforeValidator(_whoever)] = None  #: empty: nobody
    least: Annotated[Number | None, Empty] = None
    waits: Annotated[WaitsFor | None, Empty] = None
    flag: Annotated[Literal["overdue", "back"] | None, Empty] = None
    booked: Annotated[Month | None, Empty] = None  #: by the end of this month
    cause: Annotated[Fingerprint | None, Empty] = None
    view: Annotated[View | None, Empty] = None
    sort: Annotated[Order, BeforeValidator(lambda one: one or Order.OLDEST)] = Order.OLDEST
    after: Text = ""

    @property
    def shows(self) -> View:
        """Causes first; a list for whoever looks for something."""
        if self.view is not None:
            return self.view
        return View.LIST if self.is_narrowed else View.CAUSES

    @property
    def is_narrowed(self) -> bool:
        """Whether something else than a state was asked for."""
        return self.filter != ExceptionFilter(state=self.state)

    @property
    def filter(self) -> ExceptionFilter:
        """Which exceptions are wanted."""
        return ExceptionFilter(
            state=self.state,
            code=self.code or None,
            currency=self.currency,
            cause=self.cause,
            owner=self.owner,
            at_least=self._minor,
            is_overdue=self.flag == "overdue",
            came_back=self.flag == "back",
            waits_for=self.waits,
            booked_before=month_of(self.booked).end if self.booked else None,
            text=self.q,
        )

    @property
    def _minor(self) -> int | None:
        """The least amount; in the currency that is asked for, or in one of two decimals."""
        if self.least is None:
            return None
        currency = Currency(self.currency or "USD")
        try:
            return Money.covering(Decimal(self.least), currency).minor
        except InvalidOperation:  # a pattern of digits is a number
            return None

    def query(self, **changes: object) -> str:
        """Return the end of a URL that asks for this, with some changed; the usual is left out."""
        held: Mapping[str, object] = {**self.model_dump(), **changes}
        usual = Asked().model_dump()
        told = {name: str(held[name]) for name in usual if held[name] != usual[name]}
        return f"?{urlencode(told)}" if told else ""

    def url(self, **changes: object) -> str:
        """Return the URL of the list, from its first page on."""
        return PATH + self.query(**{"after": "", **changes})

    def of(self, number: int, act: str = "") -> str:
        """Return the URL of an exception, or of an act about it, within this list."""
        return f"{PATH}/{number}{'/' + act if act else ''}{self.query(after='')}"


#: How a handler takes them.
Asks = Annotated[Asked, Query()]
