"""
What is said on the page after an act: kept in a cookie between the POST and the page that follows.

It is text for the person who acted, shown escaped like any other; it opens nothing.
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

_COOKIE = "said"
#: The page follows at once.
_KEPT_S = 60
#: Browsers keep 4,096 bytes of a cookie.
_SAYS_MAX = 300
#: Exceptions about which one click takes back what was done: a cookie names no more of them.
UNDO_MAX = 150
_QUERY_MAX = 500


@dataclass(frozen=True, slots=True)
class Said:
    """What was done, and how it can be taken back."""

    says: str
    #: The exceptions about which it can be, each with how many acts there were then.
    undo: tuple[tuple[int, int], ...] = ()
    query: str = ""  #: of the list that was shown, which is shown again then


def keep_said(answer: Response, said: Said | None, *, is_tls: bool) -> None:
    """Let the next page say something; None: it was said."""
    if said is None:
        answer.delete_cookie(_COOKIE, secure=is_tls, httponly=True, samesite="strict")
        return
    undo = said.undo if len(said.undo) <= UNDO_MAX else ()
    says = said.says if len(said.says) <= _SAYS_MAX else f"{said.says[: _SAYS_MAX - 1]}…"
    told = [says, said.query[:_QUERY_MAX], *chain.from_iterable(undo)]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    answer.set_cookie(
        _COOKIE, quote(text), _KEPT_S, secure=is_tls, httponly=True, samesite="strict"
    )


def take_said(request: Request) -> Said | None:
    """Return what the page is to say; None for nothing, or what is none of ours."""
    try:
        says, query, *undo = json.loads(unquote(request.cookies[_COOKIE]), parse_float=Decimal)
    except (KeyError, TypeError, ValueError):
        return None
    are_texts = isinstance(says, str) and isinstance(query, str)
    if not are_texts or not all(type(one) is int and one > 0 for one in undo):
        return None
    pairs = tuple(zip(undo[::2], undo[1::2], strict=False))[:UNDO_MAX]
    return Said(says[:_SAYS_MAX], pairs, query if query[:1] == "?" else "")
