"""The table of plans."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from bridge.adapters.store.tables import UtcTime


class RulePlanRow(SQLModel, table=True):
    """A plan: what a draft would do to the deals of the books; it can be made anew at any time."""

    __tablename__: ClassVar[str] = "rule_plan"

    #: Digest of what was compared: both versions, the part, the deals, and what is to come of what
    #: is past.
    asked: str = Field(primary_key=True)
    draft: str = Field(index=True)  #: the version
    digest: str  #: of the plan
    made_at: datetime = Field(sa_type=UtcTime)
    made_by: str
    content: bytes = Field(sa_type=LargeBinary)  #: compressed JSON
