import pytest

from bridge.adapters.retry import retrying
from bridge.errors import OutcomeUnknown, Refused, RemoteError, Throttled, Unavailable
from bridge.settings import HttpSettings

HTTP = HttpSettings(attempts_max=4, retry_for_s=120)


class Failing:
    """A call that fails with these errors, one after the other, and then returns 42."""

    def __init__(self, *errors: RemoteError) -> None:
        self.errors = list(errors)
        self.calls = 0

    def __call__(self) -> int:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return 42


def unavailable() -> Unavailable:
    return Unavailable("salesforce", "GET /x", "HTTP_503", "down")


def throttled(seconds: float) -> Throttled:
    return Throttled("salesforce", "GET /x", "HTTP_429", "busy", retry_after_s=seconds)


def test_a_short_outage_is_ridden_out_with_growing_pauses() -> None:
    slept: list[float] = []
    call = Failing(unavailable(), unavailable(), unavailable())
    assert retrying(HTTP, slept.append)(call) == 42
    assert [int(seconds) for seconds in slept] == [1, 2, 4]


def test_after_four_calls_the_error_itself_is_raised() -> None:
    call = Failing(*(unavailable() for _ in range(9)))
    with pytest.raises(Unavailable):
        retrying(HTTP, lambda _: None)(call)
    assert call.calls == 4


@pytest.mark.parametrize("error", [Refused, OutcomeUnknown])
def test_what_may_have_been_done_is_called_once(error: type[RemoteError]) -> None:
    call = Failing(error("salesforce", "PATCH /x", "X", "x"))
    with pytest.raises(error):
        retrying(HTTP, lambda _: None)(call)
    assert call.calls == 1


def test_a_crowded_system_is_given_the_time_it_asks_for() -> None:
    slept: list[float] = []
    assert retrying(HTTP, slept.append)(Failing(throttled(30))) == 42
    assert slept == [30]


def test_no_pause_is_begun_that_would_pass_the_limit_of_time() -> None:
    slept: list[float] = []
    call = Failing(throttled(3600))
    with pytest.raises(Throttled):
        retrying(HTTP, slept.append)(call)
    assert (call.calls, slept) == (1, [])


def test_pauses_count_against_the_limit_of_time() -> None:
    slept: list[float] = []
    call = Failing(throttled(70), throttled(70))
    with pytest.raises(Throttled):
        retrying(HTTP, slept.append)(call)
    assert (call.calls, slept) == (2, [70])


def test_a_caller_may_name_further_errors() -> None:
    call = Failing(OutcomeUnknown("salesforce", "PATCH /x", "X", "x"))
    assert retrying(HTTP, lambda _: None, on=(OutcomeUnknown,))(call) == 42
