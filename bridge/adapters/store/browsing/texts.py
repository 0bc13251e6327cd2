"""How lists look for a text that a person typed."""

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Mapped


def contains(place: Mapped[str], typed: str) -> ColumnElement[bool]:
    """Say whether a column holds a text, capital or small; `%` and `_` are letters like others."""
    return func.lower(place).contains(typed.lower(), autoescape=True)
