"""The page of the reason catalogue, as the catalogue has it."""

from bridge.model.reasons.catalogue import PARTS
from bridge.model.reasons.reason import Reason

_HEAD = """\
# Reasons

Every deal that the bridge does not translate says why, by one or more of these codes. Codes are
stable: rules, reports and other tools may rely on them. An organisation's own rules may raise codes
of their own; what those mean, the rule says.

*Nearest* says whether flags of a code can name the change of the deal that would make it
representable; a flag has it under `nearest`. `bridge exceptions reasons CODE` shows an entry,
`bridge exceptions show NUMBER` an exception with its flags and its entry.
"""


def written() -> str:
    """The whole page, part by part."""
    parts = [_HEAD]
    for title, reasons in PARTS.items():
        parts.append(f"\n## {title}\n")
        parts.extend(_entry(one) for one in reasons)
    return "".join(parts)


def _entry(one: Reason) -> str:
    nearest = "named, where the figures tell it" if one.nearest else "none"
    return (
        f"\n### {one.code}\n\n{one.means}\n\n- *Says*, for example: {one.example}\n"
        f"- *Clears it*: {one.clears}\n- *Acts*: {', '.join(one.who)}\n- *Nearest*: {nearest}\n"
    )
