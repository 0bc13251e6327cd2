"""
What can be wrong with the world outside, and who acts on it.

BridgeError
  Misconfigured        a person must change settings; retry is useless
    NotFound           nothing has the name that was asked for
    StoreLocked        another process holds the store
    ActedMeanwhile     somebody else acted first; look again, and decide then
    NotPermitted       the person may not do it; somebody else may
  RemoteError          Salesforce or NetSuite said, or did not say, something
    Unavailable        nothing was done there; safe to repeat
    Throttled          nothing was done there; repeat after `retry_after_s`
    Refused            the record was read and turned down; a person must act
    OutcomeUnknown     sent, no answer: look it up by external id before any repeat

What is wrong with a deal is never an error but a `Flag`.
"""


class BridgeError(Exception):
    """The world is not as the bridge needs it."""


class Misconfigured(BridgeError):
    """A setting, file or credential must be changed by a person: `what` at `where`; do `act`."""

    def __init__(self, what: str, *, where: str, act: str) -> None:
        self.what = what
        self.where = where
        self.act = act
        super().__init__(f"{where}: {what}; {act}")


class NotFound(Misconfigured):
    """Nothing has the name that was asked for."""


class StoreLocked(Misconfigured):
    """Another process already uses this store."""


class ActedMeanwhile(Misconfigured):
    """Somebody else did something about an exception since it was looked at."""


class NotPermitted(Misconfigured):
    """A person may not do something; those with one of `roles` may, if it names any."""

    def __init__(self, what: str, *, where: str, act: str, roles: tuple[str, ...] = ()) -> None:
        self.roles = roles
        super().__init__(what, where=where, act=act)


class RemoteError(BridgeError):
    """
    A remote system failed: `system` ("salesforce", "netsuite"), our `operation`, its `code`.

    `says` is our own sentence. A remote body or header never enters a message.
    """

    def __init__(self, system: str, operation: str, code: str, says: str) -> None:
        self.system = system
        self.operation = operation
        self.code = code
        self.says = says
        super().__init__(f"{system}: {operation}: {code}: {says}")


class Unavailable(RemoteError):
    """Nothing was done there; it is safe to repeat."""


class Throttled(RemoteError):
    """Nothing was done there; it may be repeated after `retry_after_s` seconds."""

    def __init__(
        self, system: str, operation: str, code: str, says: str, *, retry_after_s: float
    ) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(system, operation, code, says)


class Refused(RemoteError):
    """The record was read and turned down; a person must act."""


class OutcomeUnknown(RemoteError):
    """It was sent and no answer came: look it up by external id before any repeat."""
