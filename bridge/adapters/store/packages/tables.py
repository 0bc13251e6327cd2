"""The table of packages."""

from typing import ClassVar

from sqlalchemy import ForeignKey
from sqlmodel import Field, SQLModel


class PackageRow(SQLModel, table=True):
    """That the contract of a deal was sold as one of a package; it is the contract's first deal."""

    __tablename__: ClassVar[str] = "package"

    deal: str = Field(primary_key=True, sa_column_args=[ForeignKey("deal.id")])
    name: str = Field(index=True)
    contracts: int | None  #: of how many contracts; NULL where nobody said it
