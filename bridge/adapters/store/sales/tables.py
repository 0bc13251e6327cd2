"""The table of orders that were made of opportunities."""

from typing import ClassVar

from sqlmodel import Field, SQLModel


class MadeOfRow(SQLModel, table=True):
    """That an order named an opportunity, when it or the opportunity was read."""

    __tablename__: ClassVar[str] = "made_of"

    order: str = Field(primary_key=True)
    opportunity: str = Field(primary_key=True, index=True)
