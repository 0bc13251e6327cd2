"""The nonces of signed requests: each counts once, and is known as long as it could count again."""

from __future__ import annotations


class Nonces:
    """
    The nonces that were used, by the second of their time stamp.

    A request whose time stamp is farther than the tolerance from now is refused for that alone, so
    that older nonces need not be known: what is kept does not grow with the run.
    """

    def __init__(self, tolerance_s: int) -> None:
        self._tolerance_s = tolerance_s
        self._used: dict[int, set[str]] = {}
        self._forgotten_at = 0

    def __len__(self) -> int:
        return sum(map(len, self._used.values()))

    def use(self, nonce: str, stamp_s: int, now_s: float) -> bool:
        """Use a nonce; False if the time stamp is stale, or if it was used with this stamp."""
        if abs(stamp_s - now_s) > self._tolerance_s or nonce in self._used.get(stamp_s, ()):
            return False
        self._forget(now_s)
        self._used.setdefault(stamp_s, set()).add(nonce)
        return True

    def _forget(self, now_s: float) -> None:
        """Once a second is enough, however many requests there are in one."""
        if int(now_s) == self._forgotten_at:
            return
        self._forgotten_at = int(now_s)
        for stamp_s in [one for one in self._used if abs(one - now_s) > self._tolerance_s]:
            del self._used[stamp_s]
