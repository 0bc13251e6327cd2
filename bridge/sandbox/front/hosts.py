"""Which of the vendors' host names lead to which sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

#: Patterns of host names, by the sandbox that answers for them.
HOSTS: Mapping[str, tuple[str, ...]] = {
    "netsuite": (
        "*.suitetalk.api.netsuite.com",
        "*.restlets.api.netsuite.com",
        "*.app.netsuite.com",
        "webservices.netsuite.com",
    ),
    "salesforce": ("*.my.salesforce.com", "login.salesforce.com", "test.salesforce.com"),
}


def system_of(host: str) -> str | None:
    """
    Return the sandbox that answers for a host name; None: nobody does.

    >>> system_of("1234567-sb1.suitetalk.api.netsuite.com")
    'netsuite'
    >>> system_of("example.com")
    """
    name = host.lower().removesuffix(".")
    for system, patterns in HOSTS.items():
        if any(fnmatchcase(name, pattern) for pattern in patterns):
            return system
    return None


def listed() -> str:
    """Name all known hosts in one line."""
    return ", ".join(pattern for patterns in HOSTS.values() for pattern in patterns)
