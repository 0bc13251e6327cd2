"""The tables of what NetSuite told of revenue, and of statements."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from bridge.adapters.store.tables import Minor, UtcTime


class HeldRecordRow(SQLModel, table=True):
    """An order line, element or plan as NetSuite told it; `content` is JSON."""

    __tablename__: ClassVar[str] = "held_record"

    kind: str = Field(primary_key=True)
    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    currency: str
    minor: int = Field(sa_type=Minor)  #: what is added up to compare all of a kind
    content: str = Field(sa_type=Text)


class PlannedRowRow(SQLModel, table=True):
    """What a plan says of a period: there are millions, so that each has columns of its own."""

    __tablename__: ClassVar[str] = "planned_row"

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    plan: int = Field(sa_type=BigInteger, index=True)
    planned: str
    posted: str | None
    currency: str
    minor: int = Field(sa_type=Minor)
    recognised: bool
    journal: str | None


class PackedPlanRow(SQLModel, table=True):
    """All rows of one plan, column by column, so that a million are read in a moment."""

    __tablename__: ClassVar[str] = "packed_plan"

    plan: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    content: str = Field(sa_type=Text)


class CurrencyRateRow(SQLModel, table=True):
    """What a unit of a currency is worth in another one, from a day on; the rate is a decimal."""

    __tablename__: ClassVar[str] = "currency_rate"
    __table_args__ = (Index("currency_rate_by_pair", "target", "currency", "effective"),)

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    target: str
    currency: str
    rate: str
    effective: date


class SoldDealRow(SQLModel, table=True):
    """What a dossier says that was sold, as the rules and the release of that day read it."""

    __tablename__: ClassVar[str] = "sold_deal"

    deal: str = Field(primary_key=True)
    dossier: str
    read_by: str
    content: str = Field(sa_type=Text)


class RevenueReadingRow(SQLModel, table=True):
    """When a kind of row was read: all of it, and what changed since."""

    __tablename__: ClassVar[str] = "revenue_reading"

    kind: str = Field(primary_key=True)
    whole_at: datetime = Field(sa_type=UtcTime)
    read_at: datetime = Field(sa_type=UtcTime)


class ReadingRunRow(SQLModel, table=True):
    """How far a reading of both systems has come; `content` is JSON, a part for each kind."""

    __tablename__: ClassVar[str] = "reading_run"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    began_at: datetime = Field(sa_type=UtcTime)
    told_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    failed: str | None = None
    content: str = Field(sa_type=Text)


class StatementRow(SQLModel, table=True):
    """A statement as it was made; `content` is compressed JSON."""

    __tablename__: ClassVar[str] = "statement"
    __table_args__ = (Index("statement_by_measure", "measure", "period", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    as_of: date
    measure: str
    period: str  #: empty where it is of no one period
    #: Of recurring revenue, by name; empty for other measures.
    definition: str = Field(default="", sa_column_kwargs={"server_default": ""})
    made_at: datetime = Field(sa_type=UtcTime)
    digest: str
    content: bytes = Field(sa_type=LargeBinary)
