"""
Causes: what exceptions have in common, so that many are looked at as one.

A cause is the code of the first flag, and its sentence without what differs from deal to deal:
ids, amounts, days and numbers. What stands in quotation marks stays: an unmapped product is one
cause, however many deals sell it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bridge.model.flags import Flag
from bridge.model.ids import Digest, digest

#: What stands for a part that differs from deal to deal.
_ANY = "…"
#: Quoted text, or what is left out: external ids, record ids, days, amounts and numbers.
_PARTS = re.compile(
    r"(?P<quoted>(?<!\w)'[^']*'(?!\w)|\"[^\"]*\")"
    r"|\bbridge-[\w-]+"
    r"|\b(?=\w*\d)\w{15}(?:\w{3})?\b"
    r"|(?<!\w)\d{4}-\d\d-\d\d(?:[T ][\d:.+Z-]+)?"
    r"|(?<![\w.])[-+]?\d+(?:,\d{3})*(?:\.\d+)?(?:(?: [A-Z]{3})?\b)"
)
#: As long as a line of a list shows, and longer than any sentence needs to be told from others.
_SAYS_MAX = 300


@dataclass(frozen=True, slots=True)
class Cause:
    """Why exceptions are open: a code, and what its sentences have in common."""

    code: str
    says: str

    @property
    def blanks(self) -> int:
        """How many parts of the sentence differ from deal to deal, and so are left out."""
        return self.says.count(_ANY)

    @property
    def fingerprint(self) -> Digest:
        """What tells this cause from others, wherever it is stored or asked for."""
        return digest([self.code, self.says])


def cause_of(flags: Sequence[Flag]) -> Cause:
    """
    Return the cause of an exception: that of its first flag, which gives it its code.

    >>> from bridge.model.money import Currency, Money
    >>> usd = Money(120000, Currency("USD"))
    >>> cause_of([Flag("ITEM_UNMAPPED", "line 3: no item for 'SEAT-1' (1,200.00 USD)", (), usd)])
    Cause(code='ITEM_UNMAPPED', says="line …: no item for 'SEAT-1' (…)")
    """
    first = flags[0]
    return Cause(first.code, _PARTS.sub(_kept, first.says)[:_SAYS_MAX])


def _kept(part: re.Match[str]) -> str:
    return part["quoted"] or _ANY
