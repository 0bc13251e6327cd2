"""Reading tokens one after the other, as the parsers of both query languages do."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TypeVar

from bridge.sandbox.queries.lexer import Token

Part = TypeVar("Part")

#: How deep parts of a query may stand inside each other: a parser goes down as deep.
DEPTH_MAX = 50


class Cursor(ABC):
    """A place among the tokens of a query; a language says how it refuses one."""

    def __init__(self, found: Sequence[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0

    @abstractmethod
    def unexpected(self, expected: str | None = None, *, back: int = 0) -> Exception:
        """Return the refusal of the next token, or of one so many before it."""

    @abstractmethod
    def too_deep(self) -> Exception:
        """Return the refusal of a query whose parts stand too deep inside each other."""

    def peek(self, ahead: int = 0) -> Token:
        """Return the next token, or one behind it, and leave it there."""
        return self._tokens[min(max(self._at + ahead, 0), len(self._tokens) - 1)]

    def take(self) -> Token:
        """Return the next token and pass it; the end is never passed."""
        token = self.peek()
        self._at += token.kind != "end"
        return token

    def has(self, *words: str) -> bool:
        """Pass these words or symbols, in capitals, if they come next, all of them."""
        if not all(self.peek(number).means(word) for number, word in enumerate(words)):
            return False
        self._at += len(words)
        return True

    def expect(self, word: str) -> None:
        """Pass a word or symbol, or refuse the query."""
        if not self.has(word):
            raise self.unexpected(word)

    def listed(self, part: Callable[[], Part]) -> tuple[Part, ...]:
        """Read one or more parts with commas between them."""
        parts = [part()]
        while self.has(","):
            parts.append(part())
        return tuple(parts)

    def nested(self, part: Callable[[], Part]) -> Part:
        """Read a part that may hold others of its kind."""
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise self.too_deep()
        found = part()
        self._depth -= 1
        return found
