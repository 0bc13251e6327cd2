"""What a rule asks of a request: its system, method and path, its operation, its record types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote_plus

#: What of a body is looked at; a longer one says what it is about early on.
_LOOK_MAX = 100_000
_SOAP = re.compile(r"^/services/(?:NetSuitePort|Soap/)")
_FIRST_IN_BODY = re.compile(
    r"<(?:[\w.-]{1,80}:)?Body\b[^>]{0,4000}>\s{0,200}<(?:[\w.-]{1,80}:)?([A-Za-z]\w{0,80})"
)
_IN_PATH = re.compile(r"/(?:record/v\d+|sobjects)/(\w{1,80})")
_IN_QUERY = re.compile(r"\bFROM\s{1,20}(\w{1,80})", re.IGNORECASE)
_IN_BODY = re.compile(
    r"""(?:"(?:type|object)"\s{0,9}:\s{0,9}|\btype\s{0,9}=\s{0,9})"(\w{1,80}:)?(\w{1,80})\""""
)


@dataclass(frozen=True)
class Asked:
    """A request, as rules look at it."""

    system: str
    method: str
    path: str  #: with its query
    body: bytes = b""
    action: str = ""  #: the header SOAPAction

    @cached_property
    def operation(self) -> str:
        """The SOAP operation; empty for any other request."""
        if not _SOAP.match(self.path):
            return ""
        named = self.action.strip().strip('"').rpartition("/")[2]
        found = None if named else _FIRST_IN_BODY.search(self._text)
        return found[1] if found else named

    @cached_property
    def types(self) -> frozenset[str]:
        """The record types that path, query and body name, in lower case."""
        address = unquote_plus(self.path)
        listed = [*_IN_PATH.findall(address), *_IN_QUERY.findall(address)]
        listed += _IN_QUERY.findall(self._text)
        listed += [found[1] for found in _IN_BODY.findall(self._text)]
        return frozenset(map(str.lower, listed))

    @property
    def _text(self) -> str:
        return self.body[:_LOOK_MAX].decode("utf-8", "replace")
