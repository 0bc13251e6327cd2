"""A NetSuite that holds records in memory and fails on request, with the adapter's signatures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bridge.errors import OutcomeUnknown, Refused, Throttled, Unavailable
from bridge.model.ids import digest

START = datetime(2026, 1, 15, 9, tzinfo=UTC)


@dataclass
class Present:
    """A clock that only moves when it is told to; `sleep` tells it."""

    at: datetime = START
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)

    def monotonic(self) -> float:
        return (self.at - START).total_seconds()


@dataclass(frozen=True)
class Line:
    key: int
    amount: Decimal | None
    closed: bool = False
    quantity: Decimal | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class SoldLine:
    order: str
    key: int
    invoiced: Decimal
    approved: bool


@dataclass(frozen=True)
class Held:
    internal_id: str
    digest: str | None
    lines: tuple[Line, ...] | None = ()


class Account:
    """
    Holds one record per external id and counts the writes.

    `answers` are taken one for each upsert, then all are done: "done", "throttled", "unavailable",
    "refused", "cut" (done, no answer), "lost" (not done, no answer).
    """

    dates_follow_lines = False

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.records: dict[str, Held] = {}
        self.writes: list[str] = []
        self.calls: list[str] = []
        self.finds: list[str] = []
        self.during: Callable[[], None] = lambda: None
        self.blind: list[type[Unavailable | Refused]] = []

    def upsert(self, record_type: str, external_id: str, body: bytes) -> str:
        assert record_type == "salesOrder"
        self.calls.append(external_id)
        self.during()
        about = ("netsuite", "upsert")
        match self.answers.pop(0) if self.answers else "done":
            case "throttled":
                raise Throttled(*about, "HTTP_429", "too many requests", retry_after_s=7.0)
            case "unavailable":
                raise Unavailable(*about, "REFUSED", "the connection was refused")
            case "refused":
                raise Refused(*about, "USER_ERROR", "the item is inactive")
            case "lost":
                raise OutcomeUnknown(*about, "TIMEOUT", "no answer came")
            case "cut":
                self._write(external_id, body)
                raise OutcomeUnknown(*about, "RESET", "no answer came")
        return self._write(external_id, body)

    def derive(self, source: tuple[str, str], record_type: str, body: bytes) -> str:
        raise AssertionError(f"no test makes a {record_type} of {source} with {body!r}")

    def find(self, record_type: str, external_id: str) -> Held | None:
        assert record_type == "salesOrder"
        self.finds.append(external_id)
        if self.blind:
            raise self.blind.pop(0)("netsuite", "find", "HTTP_503", "it is down")
        return self.records.get(external_id)

    def sold_lines(self, orders: Sequence[str]) -> Sequence[SoldLine]:
        raise AssertionError(f"no test asks what is invoiced of {orders}")

    def _write(self, external_id: str, body: bytes) -> str:
        self.writes.append(external_id)
        known = self.records.get(external_id)
        internal_id = known.internal_id if known else str(1000 + len(self.records))
        self.records[external_id] = Held(internal_id, digest(body.decode()))
        return internal_id
