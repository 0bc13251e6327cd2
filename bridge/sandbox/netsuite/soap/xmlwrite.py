"""Write XML: elements with attributes, text and children, escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

#: What no XML document may hold; stored texts came through JSON, which may.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(slots=True)
class Tag:
    """One element, its name with its prefix."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Tag] = field(default_factory=list)
    text: str = ""

    def written(self) -> str:
        """
        Return the element as XML.

        >>> Tag("a:b", {"c": "<"}, [Tag("d", text="1 & 2")]).written()
        '<a:b c="&lt;"><d>1 &amp; 2</d></a:b>'
        """
        attributes = "".join(
            f" {name}={quoteattr(_clean(text))}" for name, text in self.attributes.items()
        )
        inner = escape(_clean(self.text)) + "".join(child.written() for child in self.children)
        closed = f">{inner}</{self.name}>" if inner else "/>"
        return f"<{self.name}{attributes}{closed}"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("?", text)
