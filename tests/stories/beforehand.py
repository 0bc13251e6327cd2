"""What is the same in every story and costs more than most of them: made once for all."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bridge.adapters.salesforce.describing import Descriptions
from bridge.errors import Refused
from bridge.model.calendar import Clock
from bridge.model.record import ObjectDescription


@cache
def key() -> bytes:
    """Return a private key of the integration, as its file holds it."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@cache
def _told_of(_seeds: tuple[bytes, ...]) -> dict[str, ObjectDescription | Refused]:
    return {}


class ToldBefore(Descriptions):
    """What an org says of an object is the same in every story of its seeds: it is asked once."""

    def __init__(
        self,
        read: Callable[[str], ObjectDescription],
        clock: Clock,
        seeds: tuple[Path, ...],
    ) -> None:
        super().__init__(read, clock)
        self._before = _told_of(tuple(seed.read_bytes() for seed in seeds))

    def _told(self, object_: str) -> ObjectDescription | Refused:
        if object_ not in self._before:
            self._before[object_] = super()._told(object_)
        return self._before[object_]
