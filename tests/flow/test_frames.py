"""What a pass asks of both systems, and what it does where they do not tell."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge import app, stage
from bridge.errors import Refused
from bridge.flow import frames
from bridge.model.dossier import Frame
from bridge.sandbox.faults import parse_rules
from bridge.sandbox.world import DEMO, World
from bridge.settings import Settings

RULES = Path("config/rules").absolute()
#: The questions of a frame, in the order in which they are asked.
PERIODS, ITEMS, SUBSIDIARIES = 1, 2, 3

Staged = tuple[Settings, World]


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staged]:
    """Both sandboxes with one deal."""
    seeds = tuple(path for path in DEMO if path.stem == "onboarding")
    folder = tmp_path_factory.mktemp("frames")
    with stage.demo(stage.Plan(seeds=seeds, folder=folder, rules=RULES)) as opened:
        yield opened


def asked(staged: Staged, folder: Path, *refused: int) -> Frame:
    """Ask for a frame, where NetSuite turns some of the questions down."""
    settings, world = staged
    strike = {"system": "netsuite", "path": "suiteql", "fault": "status", "status": 403}
    rules = [{**strike, "nth": number, "times": 1} for number in refused]
    world.faults.clear()
    world.faults.add(parse_rules({"rules": rules}, "test"))
    store = settings.store.model_copy(update={"url": f"sqlite:///{folder}/books.sqlite"})
    with app.Bridge.open(settings.model_copy(update={"store": store})) as bridge:
        return frames.read(bridge.ends.salesforce, bridge.ends.netsuite)


def test_everything_that_both_systems_tell_is_in_the_frame(staged: Staged, tmp_path: Path) -> None:
    frame = asked(staged, tmp_path)
    assert (frame.currency.code, frame.multi_currency) == ("USD", True)
    assert {"Order", "OrderItem", "Account"} <= frame.descriptions.keys()
    assert frame.codes.keys() == {"item", "subsidiary"}
    assert "SUB-ENT" in frame.codes["item"]
    assert frame.periods[0].name < frame.periods[-1].name


def test_an_account_without_subsidiaries_has_no_codes_of_them(
    staged: Staged, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = asked(staged, tmp_path, SUBSIDIARIES)
    assert frame.codes.keys() == {"item"}
    assert "netsuite.codes_not_told" in "".join(capsys.readouterr())


def test_a_role_that_may_see_no_codes_leaves_the_check_to_netsuite(
    staged: Staged, tmp_path: Path
) -> None:
    assert asked(staged, tmp_path, ITEMS, SUBSIDIARIES).codes == {}


def test_without_the_accounting_periods_there_is_no_frame(staged: Staged, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        asked(staged, tmp_path, PERIODS)
