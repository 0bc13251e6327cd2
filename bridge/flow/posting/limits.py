"""The limits of an account: how many requests at once, and how long what may last."""

from dataclasses import dataclass

from bridge.settings import NetSuiteSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Of one account: its slots, and how long what may last."""

    account: str
    slots: int
    #: From the call of an upsert to its return, at most.
    longest_call_s: float
    #: After which the remote has done a request, or never will.
    longest_run_s: float
    #: Between our mark and our call nothing slow happens; a process that was paused longer must not
    #: send any more, because another may have taken over.
    grace_s: float

    @classmethod
    def of(cls, settings: NetSuiteSettings, longest_call_s: float) -> "Limits":
        """Return the limits that the settings of the account mean."""
        return cls(
            account=settings.account,
            slots=settings.concurrency,
            longest_call_s=longest_call_s,
            longest_run_s=settings.longest_run_s,
            grace_s=settings.grace_s,
        )

    @property
    def quiet_s(self) -> float:
        """How long a marked document may still be changed by our own call."""
        return self.grace_s + self.longest_call_s + self.longest_run_s
