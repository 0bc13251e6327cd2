"""Where `bridge rules check` looks up the fields of the org and the codes of the account."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from bridge import app
from bridge.cli import output
from bridge.errors import BridgeError, Misconfigured
from bridge.flow.rulebook.checks import ItemRules
from bridge.model.dossier import Frame


class Against(StrEnum):
    """Where fields and codes are looked up."""

    BOOKS = "books"
    LIVE = "live"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is around a rulebook; without a frame, `why` nothing was looked up."""

    against: Against
    frame: Frame | None = None
    item_rules: ItemRules | None = None  #: None where nobody asked, or NetSuite does not tell
    at: datetime | None = None  #: when the books saw it, or the systems were asked
    why: str = ""

    @property
    def says(self) -> str:
        """What people are told of it."""
        if self.frame is None or self.at is None:
            return f"fields and codes were not looked up: {self.why}"
        where = {
            Against.BOOKS: "as the books saw them when they judged a deal last",
            Against.LIVE: "in both systems",
        }[self.against]
        days = (app.now() - self.at).days
        age = f" ({output.counted(days, 'day')} ago; --against live asks now)" if days else ""
        methods = "; methods were not compared" if self.item_rules is None else ""
        at = f"{self.at:%Y-%m-%d %H:%M} UTC{age}"
        return f"fields and codes were looked up {where}, {at}{methods}"

    @property
    def form(self) -> output.Form:
        """What machines are told of it."""
        return {
            "against": self.against.value,
            "at": self.at.isoformat() if self.at else None,
            "says": self.says,
        }


def looked_up(against: Against | None, config: Path) -> Surroundings:
    """
    Return what is around the rules: live, in the books, or, where nobody says, in books that exist.

    Raises a BridgeError where it was asked for by name and cannot be had.
    """
    match against:
        case Against.NOTHING:
            return Surroundings(against, why="nobody wants it")
        case Against.LIVE:
            settings = app.settings_of(config)
            frame, rules = app.frame_now(settings), app.item_rules_now(settings)
            return Surroundings(against, frame, rules, app.now())
        case Against.BOOKS:
            return _books(config)
        case None:
            return _books_if_any(config)


def _books_if_any(config: Path) -> Surroundings:
    if not config.is_file():
        why = f"there is no settings file {config}"
        return Surroundings(Against.NOTHING, why=f"{why}; name one with --config")
    try:
        return _books(config)
    except BridgeError as error:
        why = " ".join(str(error).split())
        return Surroundings(Against.NOTHING, why=f"{why} (--against live asks both systems)")


def _books(config: Path) -> Surroundings:
    with app.look_at_store(app.settings_of(config)) as store, store.reading() as view:
        frame, at = view.dossiers.latest_frame(), view.deals.judged_last_at()
    if frame is None:
        raise Misconfigured(
            "the books have seen no deal yet", where="--against books", act="check --against live"
        )
    return Surroundings(Against.BOOKS, frame, at=at)
