"""Texts with wildcards, matched without ever going back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: Stand for any text and for any one character.
ANY, ONE = object(), object()


@dataclass(frozen=True, slots=True)
class Wildcards:
    """
    A pattern as pieces between wildcards for any text, each without one.

    Each piece is searched from where the one before it ended, so that the effort grows with the
    length of pattern and text, and not, as that of a regular expression, with powers of them.
    """

    first: re.Pattern[str]
    middle: tuple[re.Pattern[str], ...]
    last: re.Pattern[str] | None  #: None: there is no wildcard for any text
    last_length: int  #: characters

    def matches(self, text: str) -> bool:
        """Tell whether the whole text is one that the pattern means."""
        if self.last is None:
            return self.first.fullmatch(text) is not None
        found = self.first.match(text)
        for piece in self.middle:
            if found is None:
                return False
            found = piece.search(text, found.end())
        start = len(text) - self.last_length
        return found is not None and start >= found.end() and bool(self.last.match(text, start))


def wildcards(parts: Sequence[object], *, ignore_case: bool = False) -> Wildcards:
    """
    Return the pattern of characters, ANY and ONE.

    >>> pattern = wildcards(["a", ANY, "b", ONE])
    >>> [pattern.matches(text) for text in ("abc", "a-b-b-", "ab", "xabc")]
    [True, True, False, False]
    """
    pieces: list[list[str]] = [[]]
    for part in parts:
        if part is ANY:
            pieces.append([])
        else:
            pieces[-1].append("." if part is ONE else re.escape(str(part)))
    flags = re.DOTALL | (re.IGNORECASE if ignore_case else re.NOFLAG)
    compiled = [re.compile("".join(piece), flags) for piece in pieces]
    middle = tuple(each for each, piece in zip(compiled[1:-1], pieces[1:-1], strict=True) if piece)
    return Wildcards(
        compiled[0], middle, compiled[-1] if len(pieces) > 1 else None, len(pieces[-1])
    )
