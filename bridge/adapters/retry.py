"""The one policy by which a call to another system is repeated."""

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)
from tenacity.stop import stop_base

from bridge.errors import RemoteError, Throttled, Unavailable
from bridge.model.calendar import Sleep
from bridge.settings import HttpSettings

#: Nothing was done there, so a repeat cannot double anything.
NOT_DONE: tuple[type[RemoteError], ...] = (Unavailable, Throttled)

# Growing pauses let a system recover; the random part keeps several of us from coming at once.
_pause = wait_exponential(multiplier=1, max=30) + wait_random(0, 1)


def retrying(
    http: HttpSettings, sleep: Sleep, on: tuple[type[RemoteError], ...] = NOT_DONE
) -> Retrying:
    """
    Return a caller that repeats on these errors, within a count and a time limit.

    A pause that would pass the time limit is not begun: the error is raised at once. Any number
    of threads may use one caller.
    """
    return Retrying(
        retry=retry_if_exception_type(on),
        stop=stop_after_attempt(http.attempts_max) | _OutOfTime(http.retry_for_s),
        wait=_wait_s,
        sleep=sleep,
        reraise=True,
    )


def _wait_s(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    least_s = error.retry_after_s if isinstance(error, Throttled) else 0.0
    return max(least_s, _pause(state))


class _OutOfTime(stop_base):
    """Stop before a pause that would end after the limit; counts pauses as well as real time."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s

    def __call__(self, state: RetryCallState) -> bool:
        spent_s = max(state.seconds_since_start or 0.0, state.idle_for)
        return spent_s + state.upcoming_sleep >= self._limit_s
