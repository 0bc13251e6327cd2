"""What a search found, and how it is to be answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bridge.sandbox.netsuite.records.store import Reference
from bridge.sandbox.netsuite.soap.records.scalars import truth, whole_number
from bridge.sandbox.netsuite.soap.search.columns import Column
from bridge.sandbox.netsuite.soap.search.fields import Search
from bridge.sandbox.netsuite.soap.search.pages import PAGE_SIZE_MAX
from bridge.sandbox.netsuite.soap.xmlread import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """How a search is to be answered."""

    body_fields_only: bool = True
    columns: bool = True  #: of an advanced search, as rows; else whole records
    page_size: int | None = None  #: None: as many as a page may have

    @property
    def size(self) -> int:
        """Return how many records a page has."""
        return PAGE_SIZE_MAX if self.page_size is None else self.page_size


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found; it stays as it was found, whatever is written meanwhile."""

    search: Search
    records: Sequence[Reference]
    columns: Sequence[Column] | None  #: None: whole records
    preferences: Preferences


def preferences(header: Node | None) -> Preferences:
    """
    Read the search preferences in a header.

    Raises:
        SoapFault: a value is none of its type.
    """
    given = None if header is None else header.child("searchPreferences")
    if given is None:
        return Preferences()
    size, body = given.value("pageSize"), given.value("bodyFieldsOnly")
    columns = given.value("returnSearchColumns")
    return Preferences(
        body_fields_only=body is None or truth(body),
        columns=columns is None or truth(columns),
        page_size=None if size is None else whole_number(size),
    )
