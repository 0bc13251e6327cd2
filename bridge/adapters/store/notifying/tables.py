"""The tables of notifications."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel

from bridge.adapters.store.tables import UtcTime


class MarkRow(SQLModel, table=True):
    """How far a source of notices was looked at; its numbers count up."""

    __tablename__: ClassVar[str] = "notice_mark"

    source: str = Field(primary_key=True)
    upto: int = Field(sa_type=BigInteger)


class DeliveryRow(SQLModel, table=True):
    """Something that is to be sent to a channel, or was; its id and its body stay fixed."""

    __tablename__: ClassVar[str] = "delivery"

    id: str = Field(primary_key=True)
    channel: str = Field(index=True)
    state: str = Field(index=True)
    notices: str = Field(sa_type=Text)  #: JSON: a list
    made_at: datetime = Field(sa_type=UtcTime)
    #: When it is sent, or tried again; of what is on its way: until when nobody else tries.
    due_at: datetime = Field(sa_type=UtcTime)
    attempts: int
    sent_at: datetime | None = Field(sa_type=UtcTime)
    error: str | None = Field(sa_type=Text)  #: of the last try, in our words
