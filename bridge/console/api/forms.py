"""What every answer is made of: frozen bodies, money as whole minor units, lists with a cursor."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Generic, Self, TypeVar
from urllib.parse import urlencode

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from bridge.adapters.store.browsing.pages import PAGE, PAGE_MAX, Reach
from bridge.model.flags import Flag
from bridge.model.money import Money

Item = TypeVar("Item")
#: As long as anything that is looked for; no cursor is longer.
_TEXT_MAX = 1_000


def _typed(text: str) -> str:
    """Refuse characters that nobody can type: a database cannot look for them, either."""
    if not text.isprintable():
        raise ValueError("has characters that cannot be shown")
    return text


class Form(BaseModel):
    """A body of an answer."""

    model_config = ConfigDict(frozen=True)


class Sent(BaseModel):
    """A body of a request: what it does not know it refuses, so that no typing error is lost."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class MoneyForm(Form):
    """An amount: whole minor units of a currency (ISO 4217), which say its decimals."""

    minor: int
    currency: str

    @classmethod
    def of(cls, money: Money) -> Self:
        """Return an amount."""
        return cls(minor=money.minor, currency=money.currency.code)

    @classmethod
    def of_all(cls, amounts: Iterable[Money]) -> tuple[Self, ...]:
        """Return amounts of several currencies, which are never added up."""
        return tuple(cls.of(one) for one in amounts)


class FlagForm(Form):
    """Why a deal cannot be represented, with its amount, and what could be instead."""

    code: str
    says: str
    evidence: tuple[str, ...]
    amount: MoneyForm
    nearest: str | None

    @classmethod
    def of(cls, one: Flag) -> Self:
        """Return a flag."""
        return cls(
            code=one.code,
            says=one.says,
            evidence=one.evidence,
            amount=MoneyForm.of(one.amount),
            nearest=one.nearest,
        )


class Listed(Form, Generic[Item]):
    """A part of a list; `next` is to be given as `after` for what follows, null at the end."""

    model_config = ConfigDict(populate_by_name=True)

    # Both aliases, or the description would tell of another name than the answer has.
    items: tuple[Item, ...] = Field(validation_alias="data", serialization_alias="data")
    next: str | None


#: A text to look for, or the name of what is wanted; only what can be typed.
Filter = Annotated[str, Field(max_length=_TEXT_MAX), AfterValidator(_typed)]
#: The code of a currency (ISO 4217).
Code = Annotated[str | None, Field(pattern=r"^[A-Z]{3}$")]
#: What an address names.
Named = Annotated[str, Path(min_length=1, max_length=_TEXT_MAX), AfterValidator(_typed)]


class Cursor(BaseModel):
    """Which part of a list is wanted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limit: int = Field(default=PAGE, ge=1, le=PAGE_MAX, description="How many at most.")
    after: Filter = Field(default="", description="The `next` of the page before.")

    @property
    def reach(self) -> Reach:
        """Which part of a list is wanted."""
        return Reach(self.after or None, self.limit)


def link_next(request: Request, response: Response, after: str | None) -> None:
    """Put the address of what follows into the `Link` header (RFC 8288)."""
    if after is None:
        return
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
    query = urlencode([*kept, ("after", after)])
    response.headers["Link"] = f'<{request.url.path}?{query}>; rel="next"'


class DocumentLine(Form):
    """What is told of a line of a document, whether it is there or would be."""

    source: str
    line: int
    item: str
    quantity: str
    amount: MoneyForm
    treatment: str
    rule: str
    first_day: date | None
    last_day: date | None
