"""How a person likes the console: nothing here changes what is shown, only its look."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self
from zoneinfo import ZoneInfo

from bridge.errors import Misconfigured


class Theme(StrEnum):
    """Light or dark, or as the machine has it."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Density(StrEnum):
    """How much stands on a screen."""

    COMPACT = "compact"
    NORMAL = "normal"
    COMFORTABLE = "comfortable"


class Negatives(StrEnum):
    """How an amount below zero is written."""

    PARENTHESES = "parentheses"
    MINUS = "minus"


class Column(StrEnum):
    """A column of the exceptions that one may leave out; the others name the exception."""

    ORDER = "order"
    STANDS = "stands"  #: for whom it waits, until when it rests, what resolved it
    AGE = "age"
    OWNER = "owner"


#: The columns of whoever chose none.
_COLUMNS = frozenset(Column) - {Column.ORDER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a person chose on the page of the own profile."""

    theme: Theme = Theme.SYSTEM
    density: Density = Density.NORMAL
    negatives: Negatives = Negatives.PARENTHESES
    single_keys: bool = True  #: whether a letter alone is a command (WCAG 2.1.4)
    time_zone: str = "UTC"  #: an IANA name, for times of day; days of accounting have none

    columns: frozenset[Column] = _COLUMNS  #: of the list of exceptions

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.time_zone)

    def form(self) -> dict[str, Any]:
        """Write them, as JSON values."""
        return {
            "theme": self.theme.value,
            "density": self.density.value,
            "negatives": self.negatives.value,
            "single_keys": self.single_keys,
            "time_zone": self.time_zone,
            "columns": sorted(self.columns),
        }

    @classmethod
    def parse(cls, form: dict[str, Any]) -> Self:
        """Read what was written or typed; Misconfigured for what is none of the choices."""
        try:
            chosen = cls(
                theme=Theme(form["theme"]),
                density=Density(form["density"]),
                negatives=Negatives(form["negatives"]),
                single_keys=bool(form["single_keys"]),
                time_zone=str(form["time_zone"]),
                # What was kept before there were any to choose names none.
                columns=frozenset(Column(one) for one in form.get("columns", _COLUMNS)),
            )
        except (KeyError, ValueError) as error:
            raise _no_choice(str(error)[:60]) from error
        try:
            _ = chosen.zone
        except (KeyError, ValueError, OSError) as error:
            raise _no_choice(repr(chosen.time_zone[:60])) from error
        return chosen


#: As long as a person chose nothing.
USUAL = Preferences()


def _no_choice(what: str) -> Misconfigured:
    return Misconfigured(
        f"{what} is none of the choices", where="profile", act="choose one that is offered"
    )
