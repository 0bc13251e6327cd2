"""A request that outlives its answer: why a document is left alone before it is looked up."""

from dataclasses import replace
from datetime import datetime, timedelta

from bridge.adapters.store.database import Store
from bridge.flow.posting.limits import Limits
from bridge.flow.posting.posted import What
from bridge.settings import NetSuiteSettings
from tests.flow.posting.acts import FIRST_ORDER, LIMITS, QUIET_S, judge, posting, whats
from tests.flow.posting.netsuite_in_memory import Account, Held, Present
from tests.ledger.building import a_translation

#: How long the account works on a request whose connection was cut.
RUNS_S = 600.0


class Slow(Account):
    """Loses the first answer, and does what was asked only a while later."""

    def __init__(self, present: Present) -> None:
        super().__init__("lost")
        self._present = present
        self._late: tuple[datetime, bytes] | None = None

    def upsert(self, record_type: str, external_id: str, body: bytes) -> str:
        self._catch_up()
        if self.answers:
            self._late = (self._present() + timedelta(seconds=RUNS_S), body)
        return super().upsert(record_type, external_id, body)

    def find(self, record_type: str, external_id: str) -> Held | None:
        self._catch_up()
        return super().find(record_type, external_id)

    def _catch_up(self) -> None:
        if self._late is not None and self._late[0] <= self._present():
            self._write(FIRST_ORDER, self._late[1])
            self._late = None


def test_a_write_that_is_done_late_is_waited_out_and_found(store: Store, present: Present) -> None:
    account = Slow(present)
    judge(store, a_translation())
    report = posting(store, account, present).run(wait_s=QUIET_S)
    assert whats(report) == [What.UNANSWERED, What.OBSERVED]
    assert account.writes == [FIRST_ORDER]


def test_with_a_quiet_time_below_the_longest_run_it_is_written_twice(
    store: Store, present: Present
) -> None:
    account = Slow(present)
    judge(store, a_translation())
    hasty = replace(LIMITS, longest_run_s=1.0)
    replace(posting(store, account, present), limits=hasty).run(wait_s=QUIET_S)
    present.sleep(RUNS_S)
    account.find("salesOrder", FIRST_ORDER)
    assert account.writes == [FIRST_ORDER] * 2


def test_the_quiet_time_covers_the_pause_the_call_and_the_longest_run() -> None:
    settings = NetSuiteSettings.model_validate(
        {
            "account": "1234567_SB1",
            "consumer_key": "k",
            "consumer_secret": "s",
            "token_id": "t",
            "token_secret": "u",
            "longest_run_s": 900,
            "concurrency": 3,
            "grace_s": 4,
        }
    )
    limits = Limits.of(settings, longest_call_s=65.0)
    assert limits.quiet_s == 4 + 65 + 900
    assert (limits.account, limits.slots) == ("1234567_SB1", 3)
