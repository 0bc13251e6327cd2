"""The table of answers that are kept."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from bridge.adapters.store.tables import UtcTime


class KeptAnswerRow(SQLModel, table=True):
    """A call that was begun under a key, and what it was answered once it was done."""

    __tablename__: ClassVar[str] = "kept_answer"

    key: str = Field(primary_key=True)  #: a digest of who calls and of the key that was sent
    request: str  #: a digest of what was sent: the same key with another request is a mistake
    begun_at: datetime = Field(sa_type=UtcTime, index=True)
    status: int | None  #: None while it is at work, or if it was cut off
    headers: str = Field(sa_type=Text)  #: JSON
    body: str = Field(sa_type=Text)
