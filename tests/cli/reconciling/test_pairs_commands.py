"""`bridge pairs`: what was proposed is listed, declined and revoked by command."""

from contextlib import closing
from datetime import date
from pathlib import Path

from bridge import app
from bridge.flow.reconciling.pairing.deciding import Pairing
from bridge.model.ids import LineId
from bridge.model.money import Currency, Money
from bridge.reconcile.pairs import Named
from tests.cli.calls import call
from tests.cli.people.test_users_commands import SETTINGS
from tests.flow.reconciling.test_candidates import left
from tests.reconcile.worlds import sides


def test_pairs_are_listed_declined_and_revoked_by_command(tmp_path: Path) -> None:
    config = tmp_path / "bridge.toml"
    config.write_text(SETTINGS.format(folder=tmp_path), encoding="utf-8")
    asked, three, six = ("--config", config, "--json"), *(left(n, date(2026, 1, 1)) for n in (3, 6))
    with closing(app.open_store(app.settings_of(config))) as store:
        ana, both, usd = Pairing(store, "Ana"), sides(three, six), Currency("USD")
        enough = {usd: Money(120_000, usd)}
        first = ana.propose(Named("90003", 1, LineId("L3")), "the same", both, {})
        second = ana.propose(Named("90006", 1, LineId("L6")), "the same", both, enough)
    listed = call("pairs", "list", *asked).form["pairs"]
    assert [(one["number"], one["state"], one["amount"]) for one in listed] == [
        (first.number, "proposed", "1200.00"),
        (second.number, "stands", "1200.00"),
    ]
    assert "SO3" in call("pairs", "list", "--config", config).out
    said = ("--as", "Ben", "--reason", "it is not")
    wrong = call("pairs", "revoke", first.number, *said, *asked)
    assert (wrong.code, "it is proposed, not stands" in wrong.out) == (2, True)
    declined = call("pairs", "decline", first.number, *said, *asked).form
    assert (declined["state"], declined["answered"]["by"]) == ("declined", "Ben")
    assert call("pairs", "revoke", second.number, *said, *asked).form["state"] == "revoked"
    missing = call("pairs", "decline", 99, *said, *asked)
    assert (missing.code, "there is no such pair" in missing.out) == (2, True)
    unread = call("pairs", "propose", "90003", 1, "L3", *said, *asked)
    assert (unread.code, "NetSuite's revenue was never read" in unread.out) == (2, True)
    assert call("pairs", "candidates", *asked).code == 2
