"""`bridge status`, `pause` and `resume`."""

from pathlib import Path

from tests.cli.calls import call
from tests.cli.people.test_users_commands import SETTINGS


def test_a_stream_rests_goes_on_and_the_status_says_so(tmp_path: Path) -> None:
    config = tmp_path / "bridge.toml"
    config.write_text(SETTINGS.format(folder=tmp_path), encoding="utf-8")
    config.chmod(0o600)
    file = ("--config", config)
    nameless = call("pause", "posting", "--as", "Olga", *file)
    assert (nameless.code, "the reason says nothing" in nameless.err) == (2, True)
    done = call("pause", "posting", "--as", "Olga", "--why", "an upgrade", *file)
    assert done.code == 0
    assert done.out.startswith("posting is paused by Olga since ")
    streams = call("status", "--json", *file).form["streams"]
    assert {one["stream"]: one["paused"] for one in streams} == {
        "reading": False,
        "posting": True,
        "writing-back": False,
    }
    told = call("status", *file).out
    assert "nothing of Salesforce was read yet" in told
    assert "an upgrade" in told
    assert call("resume", "reading", "--as", "Olga", "--why", "done", *file).code == 2
    gone = call("resume", "posting", "--as", "Olga", "--why", "done", "--json", *file)
    assert gone.form == {
        "stream": "posting",
        "paused": False,
        "by": None,
        "since": None,
        "reason": None,
    }
    assert call("pause", "everything", "--why", "x", *file).code == 2
