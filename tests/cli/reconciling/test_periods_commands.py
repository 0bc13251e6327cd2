"""`bridge periods`: prepared by one person and signed by another, without a console."""

from contextlib import closing
from pathlib import Path

from bridge import app
from tests.cli.calls import call
from tests.cli.people.test_users_commands import SETTINGS
from tests.console.pages.reconciliation.stated import a_form, keep


def test_a_period_is_prepared_and_signed_by_command(tmp_path: Path) -> None:
    config = tmp_path / "bridge.toml"
    config.write_text(SETTINGS.format(folder=tmp_path), encoding="utf-8")
    asked = ("--config", config, "--json")
    with closing(app.open_store(app.settings_of(config))) as store:
        for measure in ("plan", "revenue"):
            keep(store, a_form(), measure=measure)
    (april, may, june) = call("periods", "list", *asked).form["periods"]
    assert [one["state"] for one in (april, may, june)] == ["open"] * 3
    assert (may["to_explain"], june["to_explain"]) == ([], ["SUS-1", "UNX-1"])
    because = ("--reason", "looked at", *asked)
    told = ("--comment", "SUS-1=an unknown product", "--comment", "UNX-1=3.00 = a fee")
    missing = call("periods", "prepare", "2026-06", *told[:2], "--as", "Ana", *because)
    assert (missing.code, "UNX-1 -3.00 USD of plan" in missing.out) == (2, True)
    wrong = call("periods", "prepare", "2026-06", "--comment", "SUS-1", "--as", "Ana", *because)
    assert (wrong.code, "names no class" in wrong.out) == (2, True)
    form = call("periods", "prepare", "2026-06", *told, "--as", "Ana", *because).form
    assert (form["state"], form["prepared"]["by"]) == ("prepared", "Ana")
    assert form["comments"]["UNX-1"] == "3.00 = a fee"
    assert call("periods", "sign", "2026-06", "--as", "ANA", *because).code == 2
    assert call("periods", "sign", "2026-06", "--as", "Ben", *because).form["state"] == "signed"
    listed = call("periods", "list", "--config", config).out
    assert "signed" in listed
    assert "Ben" in listed
    assert call("periods", "reopen", "2026-06", "--as", "Ben", *because).form["state"] == "open"
