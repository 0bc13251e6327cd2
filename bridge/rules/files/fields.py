"""Takes the parts of a section by key, and notes what is missing, unknown or of the wrong form."""

import re
from collections.abc import Collection, Iterator, Sequence

from bridge.rules.diagnostics import did_you_mean
from bridge.rules.files.findings import Findings
from bridge.rules.files.nodes import Listing, Node, Section, Text

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_CODE = re.compile(r"[A-Z][A-Z0-9_]{2,63}")
#: What to write for keys that every file or object must have.
_MISSING = {
    "language": "language: 1",
    "owner": "owner: who answers for this rule",
    "why": "why: the policy or agreement that it follows",
    "effective": "effective: 2024-01-01 ..",
    "for": "for: Deal or for: Line",
    "rest": "rest: watched",
    "rest_why": "rest_why: why the other fields need not be watched",
}
_FORMS = {Text: "a text", Listing: "a list", Section: "a section of keys"}


def refuse_unknown_keys(section: Section, known: Collection[str], findings: Findings) -> None:
    """Note every key that nothing reads: a rule that is ignored would be a rule broken."""
    for key, _ in section:
        if key.value not in known:
            hint = did_you_mean(key.value, known, "keys here")
            findings.add(key.place, f"unknown key '{key.value}'", hint)


def text_under(section: Section, key: str, findings: Findings) -> Text | None:
    """The text under a key that must be there and must not be empty."""
    node = _required(section, key, findings)
    return filled_text(node, key, findings) if node is not None else None


def filled_text(node: Node, what: str, findings: Findings) -> Text | None:
    """The node as a text that says something."""
    if not isinstance(node, Text):
        findings.add(node.place, f"'{what}' must be a text, this is {_FORMS[type(node)]}")
        return None
    if not node.value.strip():
        findings.add(node.place, f"'{what}' is empty")
        return None
    return node


def section_under(
    section: Section, key: str, findings: Findings, *, required: bool = True
) -> Section:
    """The section under a key; an empty one, with a finding where it is required, if it is not."""
    node = _required(section, key, findings) if required else section.get(key)
    return as_section(node, key, findings) if node is not None else Section((), section.place)


def as_section(node: Node, what: str, findings: Findings) -> Section:
    """The node as a section; an empty one, with a finding, if it has another form."""
    if isinstance(node, Section):
        return node
    findings.add(node.place, f"'{what}' must be a section of keys, this is {_FORMS[type(node)]}")
    return Section((), node.place)


def listing_under(
    section: Section, key: str, findings: Findings, *, required: bool = True
) -> Listing:
    """The list under a key; an empty one, with a finding where it is required, if it is not."""
    node = _required(section, key, findings) if required else section.get(key)
    return as_listing(node, key, findings) if node is not None else Listing((), section.place)


def as_listing(node: Node, what: str, findings: Findings) -> Listing:
    """The node as a list; an empty one, with a finding, if it has another form."""
    if isinstance(node, Listing):
        return node
    findings.add(
        node.place, f"'{what}' must be a list, this is {_FORMS[type(node)]}", "write [A, B]"
    )
    return Listing((), node.place)


def texts_of(listing: Listing, what: str, findings: Findings) -> Iterator[Text]:
    """The texts of a list, a finding for each item that is none."""
    for item in listing.items:
        if isinstance(item, Text):
            yield item
        else:
            findings.add(item.place, f"'{what}' must hold texts, this is {_FORMS[type(item)]}")


def cells_of(node: Node, columns: Sequence[str], findings: Findings) -> tuple[Node, ...]:
    """The cells of a row; none, with a finding, unless there is one for each column."""
    if not isinstance(node, Listing):
        return as_listing(node, "row", findings).items
    if len(node.items) == len(columns):
        return node.items
    findings.add(
        node.place,
        f"this row has {len(node.items)} cells, the table has {len(columns)} columns",
        f"{', '.join(columns)}; quote a cell that holds a comma",
    )
    return ()


def is_name(key: Text, findings: Findings) -> bool:
    """Whether a key can be used as a name in expressions; a finding if not."""
    if _NAME.fullmatch(key.value):
        return True
    findings.add(
        key.place,
        f"'{key.value}' is not a name",
        "a name starts with a letter and has letters, digits and _ only",
    )
    return False


def code_under(section: Section, key: str, findings: Findings) -> str | None:
    """The exception code under a key, such as ITEM_UNMAPPED."""
    text = text_under(section, key, findings)
    if text is None or _CODE.fullmatch(text.value):
        return text.value if text else None
    findings.add(
        text.place,
        f"'{text.value}' is not an exception code",
        "capital letters, digits and _, such as ITEM_UNMAPPED",
    )
    return None


def _required(section: Section, key: str, findings: Findings) -> Node | None:
    node = section.get(key)
    if node is None:
        findings.add(section.place, f"'{key}' is missing", _MISSING.get(key))
    return node
