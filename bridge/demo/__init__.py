"""The demo: both sandboxes, and the settings of a bridge that works between them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bridge import app, stage
from bridge.errors import Misconfigured
from bridge.flow.rulebook import editions
from bridge.model.ids import digest
from bridge.settings import Settings


@contextmanager
def open_demo(plan: stage.Plan) -> Iterator[tuple[Settings, stage.Stands]]:
    """
    Open both sandboxes, and give the settings that lead to them.

    The same seeds under the same rules are the same demo: its books and what the sandboxes were
    told are found again, so that a second run has nothing to post. Raises Misconfigured.
    """
    name = _name((*(plan.seeds or stage.SAMPLE), *plan.netsuite_seeds), plan.rules)
    with stage.sandbox(replace(plan, folder=plan.folder / name, remembers=True)) as opened:
        stands, file = opened
        yield app.settings_of(file), stands


def _name(seeds: tuple[Path, ...], rules: Path) -> str:
    return digest([[_text(path) for path in seeds], editions.read_rules(rules)])[:12]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"{path} cannot be read ({error})", where="--seed", act="name a seed file"
        ) from error
