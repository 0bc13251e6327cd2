"""A merge under every fault of its submission, against an account on loopback: it is made once."""

import shutil
from pathlib import Path

from bridge.adapters.store.database import Store
from bridge.flow.merging.posting import MergingPosting
from bridge.flow.posting.posted import What
from bridge.mappers.write import bodies
from bridge.model.document import State
from tests.adapters.netsuite.merging.stand import a_stand, arrange
from tests.flow.merging.acts import agree, request
from tests.flow.merging.building import FIRST, MARCH, MERGE, SECOND
from tests.flow.posting.acts import LIMITS, QUIET_S

#: Never arrived, turned away at the door, done and not answered; then the task is asked for.
FAULTS = (
    {"method": "POST", "nth": 1, "fault": "cut_before_commit"},
    {"method": "POST", "nth": 2, "fault": "concurrent_limit"},
    {"method": "POST", "nth": 3, "fault": "cut_after_commit"},
    {"method": "GET", "nth": 2, "fault": "status", "status": 500},
)


def test_a_merge_that_meets_every_fault_is_made_once(written: Path, tmp_path: Path) -> None:
    with a_stand(tmp_path, FIRST, SECOND) as stand:
        arrange(stand)
        clock, account = stand.sandbox.clock, stand.netsuite
        for fault in FAULTS:
            stand.sandbox.strike(path="restlet", **fault)
        books = shutil.copy(written, tmp_path / "bridge.sqlite")
        with Store(f"sqlite:///{books}", clock=clock.now) as store:
            agree(store)
            began = clock.now()

            def elapsed_s() -> float:
                return (clock.now() - began).total_seconds()

            posting = MergingPosting(
                store=store,
                netsuite=account,
                merges=account.merges,
                limits=LIMITS,
                record_types=bodies.RECORDS,
                amounts=bodies.amounts,
                monotonic=elapsed_s,
                sleep=clock.advance,
            )
            report = posting.run(wait_s=4 * QUIET_S)
            ours = [one.what for one in report.steps if one.document == MERGE]
            assert ours == [
                *(What.UNANSWERED, What.PUT_BACK, What.UNANSWERED),
                What.ACKNOWLEDGED,
            ]
            settled = request(store)
            assert (settled.state, settled.attempt) == (State.ACKNOWLEDGED, 3)
        after = account.merges.seen([FIRST, SECOND], MARCH)
        assert [one.id for one in after.arrangements] == ["700001", "700003"]
        assert settled.internal_id == "700003"
        assert after.elements[0] not in after.current
