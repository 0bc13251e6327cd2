"""The org's quota of calls, read from every answer, and the reserve that is left to people."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.adapters.salesforce.faults import SYSTEM
from bridge.errors import Throttled
from bridge.model.calendar import Clock

HEADER = "Sforce-Limit-Info"

#: The quota is told in answers alone: after this long one call goes out to read it anew.
STALE_AFTER = timedelta(minutes=15)

# "api-usage=18/5000; per-app-api-usage=17/250(appName=bridge)": the first is the org's.
_USAGE = re.compile(r"(?:^|[\s;])api-usage=(\d+)/(\d+)")


@dataclass(frozen=True, slots=True)
class Quota:
    """Calls of the whole org in the last 24 hours, and how many it may make."""

    used: int
    allowed: int


class QuotaGuard:
    """Knows the quota as last told, and stops our calls before they use up the reserve."""

    def __init__(self, reserve: float, clock: Clock) -> None:
        self._reserve = reserve
        self._clock = clock
        self._told: tuple[Quota, datetime] | None = None  # one value, so that threads see a whole

    @property
    def quota(self) -> Quota | None:
        """The quota as last told; None before the first answer."""
        return self._told[0] if self._told else None

    def read(self, header: str) -> None:
        """Take the quota from an answer's header; an empty or unknown one changes nothing."""
        if found := _USAGE.search(header):
            self._told = Quota(int(found[1]), int(found[2])), self._clock()

    def check(self, operation: str) -> None:
        """Raise Throttled, before a call is made, while only the reserve is left."""
        if self._told is None:
            return
        quota, told_at = self._told
        left = told_at + STALE_AFTER - self._clock()
        if quota.used < quota.allowed * (1 - self._reserve) or left <= timedelta():
            return
        raise Throttled(
            SYSTEM,
            operation,
            "QUOTA_RESERVE",
            f"the org used {quota.used} of its {quota.allowed} calls, the rest is reserved",
            retry_after_s=left.total_seconds(),
        )
