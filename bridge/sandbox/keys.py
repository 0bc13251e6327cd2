"""The key with which the bridge signs in to the stand-in of NetSuite, kept in the folder."""

from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

from bridge.sandbox.memory import MemoryBroken

_KEY_BITS = 2048
#: A key is looked through as it is loaded, which takes longer than a request.
_loaded = cache(serialization.load_pem_private_key)


def keep_key(path: Path) -> str:
    """
    Make the integration's key unless it is there; return the public half, as PEM.

    Raises MemoryBroken if what is there is no key.
    """
    key = _read_key(path) if path.exists() else _make_key(path)
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def _make_key(path: Path) -> rsa.RSAPrivateKey:
    made = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    path.touch(mode=0o600)
    path.write_bytes(
        made.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return made


def _read_key(path: Path) -> PrivateKeyTypes:
    try:
        return _loaded(path.read_bytes(), None)
    except ValueError as error:
        raise MemoryBroken(
            f"{path}: is no private key; remove the folder {path.parent} to begin anew"
        ) from error
