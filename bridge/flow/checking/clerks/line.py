"""How messages go over the line between a desk and a clerk: each behind its length in bytes."""

from collections.abc import Iterator
from struct import Struct
from typing import BinaryIO

_LENGTH = Struct("!I")


def framed(message: bytes) -> bytes:
    r"""
    Return a message as it goes over the line.

    >>> framed(b"known")
    b'\x00\x00\x00\x05known'
    """
    return _LENGTH.pack(len(message)) + message


def received(line: BinaryIO) -> bytes:
    """Wait for the next message of a line, and return it; EOFError where the line ended."""
    head = line.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    message = line.read(length)
    if len(message) < length:
        raise EOFError
    return message


class Heard:
    """Puts messages together from what comes in, however it was cut."""

    def __init__(self) -> None:
        self._held = b""

    def whole(self, part: bytes) -> Iterator[bytes]:
        """
        Yield the messages that are whole with another part.

        >>> heard, sent = Heard(), framed(b"a") + framed(b"")
        >>> list(heard.whole(sent[:3])), list(heard.whole(sent[3:]))
        ([], [b'a', b''])
        """
        held = self._held + part
        at = 0
        while len(held) - at >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(held, at)
            end = at + _LENGTH.size + length
            if len(held) < end:
                break
            yield held[end - length : end]
            at = end
        self._held = held[at:]
