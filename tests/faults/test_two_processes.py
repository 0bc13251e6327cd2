"""A second process on one SQLite file is refused; the first one's work goes on."""

from pathlib import Path

from bridge import app
from bridge.adapters.store.database import Store
from tests.faults.rehearsal import Limits, a_rehearsal, hold
from tests.faults.warm import Warm

QUICK = Limits(longest_run_s=0.5, grace_s=5, connect_timeout_s=1, read_timeout_s=5)


def test_a_second_process_on_the_file_is_refused_with_its_name(warm: Warm, tmp_path: Path) -> None:
    with a_rehearsal(warm, tmp_path, QUICK) as rehearsal:
        with Store(f"sqlite:///{tmp_path}/bridge.sqlite", clock=app.now):
            ended = rehearsal.sync()
        assert ended.code == 2
        assert f"{tmp_path}/bridge.sqlite" in ended.out + ended.log
        assert rehearsal.writes() == {}
        rehearsal.settle()
        hold(rehearsal)
