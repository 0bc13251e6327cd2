"""The tables of the exception queue."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from bridge.adapters.store.tables import Minor, UtcTime


class CaseRow(SQLModel, table=True):
    """An exception; open until `closed_at`."""

    __tablename__: ClassVar[str] = "exception_case"
    __table_args__ = (
        Index("exception_by_age", "state", "opened_at", "id"),
        Index("exception_by_amount", "state", "currency", "minor", "id"),
        Index("exception_by_cause", "state", "fingerprint", "currency", "minor", "opened_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    deal: str = Field(sa_column_args=[ForeignKey("deal.id")], index=True)
    document: str | None
    code: str = Field(index=True)
    currency: str = Field(index=True)
    minor: int = Field(sa_type=Minor)
    flags: str = Field(sa_type=Text)
    #: Where it stands: resolved, or what its life says, so that an index answers for a list.
    state: str
    #: Of its cause: what it has in common with others.
    fingerprint: str = Field(index=True)
    #: The exception of the same deal and code that was resolved before it came back as this one.
    returned: int | None
    opened_at: datetime = Field(sa_type=UtcTime)
    closed_at: datetime | None = Field(sa_type=UtcTime, index=True)
    resolved_by: str | None  #: by what kind of change; NULL while it is open


class LifeRow(SQLModel, table=True):
    """
    What an exception has come to by what was done about it; no row: nothing was done.

    It repeats what the ledger tells, so that lists can be filtered; `ledger verify` compares.
    """

    __tablename__: ClassVar[str] = "exception_life"

    exception: int = Field(
        primary_key=True,
        sa_column_args=[ForeignKey("exception_case.id")],
        sa_column_kwargs={"autoincrement": False},
    )
    state: str = Field(index=True)
    waits_for: str | None
    rests: str | None = Field(sa_type=Text)  #: JSON: until when
    assignee: str | None = Field(index=True)
    tags: str = Field(sa_type=Text)  #: JSON: a sorted list
    escalated: bool
    proposed: str | None = Field(sa_type=Text)  #: JSON: what waits for a second person
    decision: str | None = Field(sa_type=Text)  #: JSON: what two people settled
    acts: int  #: how many: what tells whether somebody acted meanwhile
