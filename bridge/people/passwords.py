"""
What a password must be: long, and not the own name. Nothing else is asked.

Rules about digits and signs make passwords that people write down (NIST SP 800-63B-4 §3.1.1 forbids
them). The length is that of the same page for a password that stands alone.
"""

import unicodedata

from bridge.errors import Misconfigured
from bridge.ledger.person import folded

LENGTH_MIN = 15
#: Longer than any phrase; what is longer would only be work for the server.
LENGTH_MAX = 256


def prepared(password: str) -> str:
    """Return a password so that it is the same from every keyboard (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def require_fit(password: str, name: str) -> None:
    """Raise Misconfigured unless a password will do for the account of a name."""
    if len(password) > LENGTH_MAX:
        raise _unfit(f"it has {len(password):,} characters, and at most {LENGTH_MAX} are read")
    if len(prepared(password)) < LENGTH_MIN:
        raise _unfit(f"it has fewer than {LENGTH_MIN} characters")
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in password):
        raise _unfit("it has characters that no keyboard types")
    if len(set(prepared(password).casefold())) <= len("abc"):
        raise _unfit("it is the same few characters over and over")
    beside = folded(password).replace(folded(name), "")
    if not beside or beside.isdigit():
        raise _unfit("it is the own name, or nothing but digits")


def _unfit(says: str) -> Misconfigured:
    return Misconfigured(
        says, where="password", act=f"choose a phrase of {LENGTH_MIN} characters or more"
    )
