"""The table of what merge requests name."""

from typing import ClassVar

from sqlalchemy import ForeignKey
from sqlmodel import Field, SQLModel


class MergedRow(SQLModel, table=True):
    """That a merge request names an order or a return, by external id."""

    __tablename__: ClassVar[str] = "merged"

    source: str = Field(primary_key=True)
    document: str = Field(
        primary_key=True, index=True, sa_column_args=[ForeignKey("document.external_id")]
    )
