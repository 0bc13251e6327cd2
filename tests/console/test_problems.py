import pytest

from bridge.console.problems import STATUS, Problem, problem_of
from bridge.errors import ActedMeanwhile, BridgeError, NotPermitted, OutcomeUnknown, StoreLocked
from bridge.rules.diagnostics import RulebookInvalid


def every_kind(kind: type[BridgeError] = BridgeError) -> set[type[BridgeError]]:
    return {kind}.union(*(every_kind(one) for one in kind.__subclasses__()))


def test_every_kind_of_error_has_its_status() -> None:
    ours = {one for one in every_kind() if one.__module__.startswith("bridge.")}  # tests make some
    assert ours == set(STATUS)
    assert RulebookInvalid in STATUS


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            ActedMeanwhile("somebody acted", where="exception 7", act="look again"),
            Problem(status=409, says="somebody acted", act="look again", where="exception 7"),
        ),
        (
            NotPermitted("not yours", where="here", act="ask", roles=("approver",)),
            Problem(status=403, says="not yours", act="ask", where="here", roles=("approver",)),
        ),
    ],
)
def test_a_problem_says_what_where_and_what_to_do(error: BridgeError, told: Problem) -> None:
    assert problem_of(error) == told


def test_what_only_the_operator_can_mend_is_no_fault_of_the_reader() -> None:
    assert problem_of(StoreLocked("held", where="store.url", act="stop it")).status == 503
    unknown = OutcomeUnknown("netsuite", "add", "TIMEOUT", "no answer came")
    assert problem_of(unknown).says == "netsuite: add: TIMEOUT: no answer came"
    assert problem_of(unknown).status == 502
