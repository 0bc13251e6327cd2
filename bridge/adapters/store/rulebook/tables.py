"""The table of working copies."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from bridge.adapters.store.tables import UtcTime


class WorkingCopyRow(SQLModel, table=True):
    """Rule files that somebody edits; nothing in it is decided before it is drafted."""

    __tablename__: ClassVar[str] = "working_copy"

    number: int | None = Field(default=None, primary_key=True)
    title: str
    base: str  #: the version that it was begun with
    files: str = Field(sa_type=Text)  #: JSON: text by path
    exceptions: str = Field(sa_type=Text)  #: JSON: the numbers of those that it should clear
    revision: int  #: how often it was saved
    editors: str = Field(sa_type=Text)  #: JSON: the names of all who saved it, the first first
    changed_by: str
    changed_at: datetime = Field(sa_type=UtcTime)
    #: The number of the draft that it became; NULL while it is edited.
    draft: int | None = Field(index=True)
    discarded: bool
