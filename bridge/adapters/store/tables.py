"""
The tables, one schema for SQLite and PostgreSQL; migrations lead to exactly this.

Amounts are whole minor units beside their currency. JSON is canonical text, so that both databases
give back what they got. Times are aware UTC.
"""

from datetime import UTC, date, datetime
from typing import ClassVar

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    TypeDecorator,
    text,
)
from sqlmodel import Field, SQLModel


class UtcTime(TypeDecorator[datetime]):
    """A point in time; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without zone; store UTC."""
        del dialect
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return aware UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Unstorable(ValueError):
    """The database cannot hold a value; it is a fault of that one value, not of the database."""


class Minor(TypeDecorator[int]):
    """An amount in minor units; one that needs more than 64 bits is Unstorable."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        """Refuse what both databases would refuse, in the same words."""
        del dialect
        if value is not None and not -(2**63) <= value < 2**63:
            raise Unstorable("an amount is too large to be kept: it needs more than 64 bits")
        return value


class DealRow(SQLModel, table=True):
    """A deal, as it was judged last."""

    __tablename__: ClassVar[str] = "deal"
    __table_args__ = (
        Index("deal_by_age", "updated_at", "id"),
        Index("deal_by_state", "state", "updated_at", "id"),
    )

    id: str = Field(primary_key=True)
    name: str
    contract: str = Field(index=True)
    kind: str
    account_name: str
    currency: str
    minor: int = Field(sa_type=Minor)
    booked_on: date | None
    place: int
    model: str
    state: str
    says: str = Field(sa_type=Text)
    digest: str
    outcome: str
    dossier: str | None
    rulebook: str | None
    first_seen_at: datetime = Field(sa_type=UtcTime)
    #: Since when its records are incomplete; NULL while they are complete.
    waiting_since: datetime | None = Field(sa_type=UtcTime)
    updated_at: datetime = Field(sa_type=UtcTime)


class RereadRow(SQLModel, table=True):
    """
    What was noted of a deal and what was read of it; the numbers count up and never restart.

    It is to be read while `noted` is above `answered`.
    """

    __tablename__: ClassVar[str] = "reread"

    deal: str = Field(primary_key=True)
    noted: int
    answered: int
    #: The last note by which it is judged whatever its records say; later ones tell of a save.
    asked: int
    readings: int
    noted_at: datetime = Field(sa_type=UtcTime)
    #: Digests of its records as they were judged last; NULL where that is not to be relied on.
    content: str | None
    told: str | None
    saved: str | None


class DossierRow(SQLModel, table=True):
    """The records of a dossier: compressed JSON under its address; the frame is stored once."""

    __tablename__: ClassVar[str] = "dossier"

    address: str = Field(primary_key=True)
    frame: str = Field(sa_column_args=[ForeignKey("frame.address")])
    content: bytes = Field(sa_type=LargeBinary)


class FrameRow(SQLModel, table=True):
    """A frame: compressed JSON under its address."""

    __tablename__: ClassVar[str] = "frame"

    address: str = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)


class RulebookRow(SQLModel, table=True):
    """The files of a version of the rulebook."""

    __tablename__: ClassVar[str] = "rulebook"

    version: str = Field(primary_key=True)
    files: str = Field(sa_type=Text)
    kept_at: datetime = Field(sa_type=UtcTime)


class DocumentRow(SQLModel, table=True):
    """A document; its body and digest stay fixed from the moment it is sent."""

    __tablename__: ClassVar[str] = "document"

    external_id: str = Field(primary_key=True)
    deal: str = Field(sa_column_args=[ForeignKey("deal.id")], index=True)
    contract: str = Field(index=True)
    ordinal: int
    kind: str
    target: str | None  #: the order that it changes or returns from
    record: str  #: the external id under which NetSuite holds it
    dated: date
    currency: str
    minor: int = Field(sa_type=Minor)
    body: bytes = Field(sa_type=LargeBinary)
    digest: str
    made_of: str  #: the digest of the deal that it represents; empty where nobody noted it
    lines: str = Field(sa_type=Text)
    state: str = Field(index=True)
    attempt: int
    #: NetSuite may hold another body under this id: ask before anything is sent.
    look_first: bool
    sender: str | None
    sent_at: datetime | None = Field(sa_type=UtcTime)
    #: SENDING: the remote may still be at work. PREPARED: do not send before.
    quiet_until: datetime | None = Field(sa_type=UtcTime)
    internal_id: str | None
    settled_how: str | None
    #: The entry of the ledger by which it was acknowledged: what tells which came first.
    settled_seq: int | None = Field(sa_type=BigInteger)
    error_code: str | None
    error_says: str | None = Field(sa_type=Text)


class ScheduleRow(SQLModel, table=True):
    """The predicted schedule of a document line; `periods` is JSON, minor units by period name."""

    __tablename__: ClassVar[str] = "schedule"

    external_id: str = Field(primary_key=True, sa_column_args=[ForeignKey("document.external_id")])
    line: int = Field(primary_key=True)
    method: str
    currency: str
    minor: int = Field(sa_type=Minor)
    periods: str = Field(sa_type=Text)


class EntryRow(SQLModel, table=True):
    """An entry of the ledger; the database refuses to change or delete it."""

    __tablename__: ClassVar[str] = "ledger_entry"

    seq: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    kind: str
    actor: str
    at: datetime = Field(sa_type=UtcTime, index=True)
    deal: str = Field(index=True)
    refs: str = Field(sa_type=Text)
    payload: str = Field(sa_type=Text)
    previous: str
    hash: str = Field(unique=True)


class PostingRow(SQLModel, table=True):
    """One leg of an entry; the database refuses to change or delete it."""

    __tablename__: ClassVar[str] = "ledger_posting"

    seq: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_args=[ForeignKey("ledger_entry.seq")]
    )
    n: int = Field(primary_key=True)
    deal: str = Field(index=True)
    account: str = Field(index=True)
    currency: str
    minor: int = Field(sa_type=Minor)
    period: str | None


class HeadRow(SQLModel, table=True):
    """The head of the ledger: one row, whose lock makes writers take turns."""

    __tablename__: ClassVar[str] = "ledger_head"

    id: int = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger)
    hash: str


class CursorRow(SQLModel, table=True):
    """How far a source was read."""

    __tablename__: ClassVar[str] = "poll_cursor"

    source: str = Field(primary_key=True)
    upper: datetime = Field(sa_type=UtcTime)


class TickRow(SQLModel, table=True):
    """A time at which something was due and was taken."""

    __tablename__: ClassVar[str] = "tick"

    name: str = Field(primary_key=True)
    fire_at: datetime = Field(primary_key=True, sa_type=UtcTime)
    finished_at: datetime | None = Field(sa_type=UtcTime)


class SlotRow(SQLModel, table=True):
    """One of the concurrent requests that an account allows, leased until a time."""

    __tablename__: ClassVar[str] = "slot"

    account: str = Field(primary_key=True)
    n: int = Field(primary_key=True)
    holder: str | None
    until: datetime | None = Field(sa_type=UtcTime)


class WriteBackRow(SQLModel, table=True):
    """What the origin of a deal should say of it, and what it was told last."""

    __tablename__: ClassVar[str] = "write_back"

    deal: str = Field(primary_key=True, sa_column_args=[ForeignKey("deal.id")])
    desired: str = Field(sa_type=Text)
    desired_digest: str
    done_digest: str | None
    told_status: str | None = None  #: digest of what its record says, tasks apart


#: One write in the air per contract, whatever the code above believes.
Index(
    "one_sending_per_contract",
    DocumentRow.__table__.c.contract,  # type: ignore[attr-defined]  # sqlmodel adds it at run time
    unique=True,
    sqlite_where=text("state = 'SENDING'"),
    postgresql_where=text("state = 'SENDING'"),
)
