"""
Mentions: `@` and the name of somebody who has an account, in what people say about an exception.

A name is written as it is, or in quotes: `@Ana Example`, `@"Ana Example"`; capital or small is no
matter. Whatever is no name stays the text that it is, so nothing that is said is lost.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_SIGN, _QUOTE = "@", '"'


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; all parts together are the text."""

    text: str
    name: str | None = None  #: whom it mentions, as the account is called


def mentioned(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """
    Return whom a text mentions, in the order of the text and each once.

    >>> mentioned("@ben, ask @Cara. Not ana@ben.example", ["Ana", "Ben", "Cara"])
    ('Ben', 'Cara')
    """
    return tuple(dict.fromkeys(one.name for one in pieces(text, names) if one.name))


def pieces(text: str, names: Iterable[str]) -> tuple[Piece, ...]:
    """Return a text in parts: those that mention somebody, and what stands between."""
    known = {name.casefold(): name for name in names}
    return tuple(_pieces(text, known)) if known and _SIGN in text else (Piece(text),)


def _pieces(text: str, known: Mapping[str, str]) -> Iterator[Piece]:
    # By length, not by name: a text of signs alone costs the same with a thousand accounts.
    lengths = sorted({len(name) for name in known.values()}, reverse=True)
    done, at = 0, text.find(_SIGN)
    while at >= 0:
        end, name = _named(text, at, lengths, known)
        if name is not None:
            if done < at:
                yield Piece(text[done:at])
            yield Piece(text[at:end], name)
            done = end
        at = text.find(_SIGN, end)
    if done < len(text):
        yield Piece(text[done:])


def _named(
    text: str, at: int, lengths: list[int], known: Mapping[str, str]
) -> tuple[int, str | None]:
    """Return where the mention at a sign ends, and of whom it is; None: it is none."""
    begin = at + 1
    if at and _is_of_word(text[at - 1]):
        return begin, None  # an address of mail
    if text.startswith(_QUOTE, begin):
        for length in lengths:
            end = begin + 1 + length
            name = known.get(text[begin + 1 : end].casefold())
            if name is not None and text.startswith(_QUOTE, end):
                return end + 1, name
    for length in lengths:
        end = begin + length
        name = known.get(text[begin:end].casefold())
        if name is not None and not _goes_on(text, end):
            return end, name
    return begin, None


def _goes_on(text: str, end: int) -> bool:
    return end < len(text) and _is_of_word(text[end])


def _is_of_word(char: str) -> bool:
    return char.isalnum() or char == "_"
