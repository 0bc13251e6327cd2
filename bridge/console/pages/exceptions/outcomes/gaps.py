"""What the rules leave open about the deal of an exception, as forms ask it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bridge.adapters.store.dossiers import Unkept
from bridge.console.visits import Visit
from bridge.errors import Misconfigured
from bridge.flow.outcomes.overriding import Answer, Overriding
from bridge.mappers.overriding import Question
from bridge.people.roles import Permission
from bridge.rulebooks import rows
from bridge.rulebooks.rows import Cell
from bridge.translate import NotConserved

#: How the names of fields begin that give an outcome, as in `give:items@802.item`.
_GIVE = "give:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """An outcome that nobody has said yet."""

    name: str  #: of the column
    field: str  #: of the form of an override
    accepts: str
    choices: tuple[str, ...]  #: what it may be; empty: a person types it


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A rule that has no row for something about the deal."""

    rule: str
    about: str
    says: str
    facts: tuple[Cell, ...]  #: the cells that the deal fills; none where the rule has no rows
    blanks: tuple[Blank, ...]

    @property
    def value(self) -> str:
        """How a form tells it from the others."""
        return f"{self.rule}@{self.about}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """All that is open, or why nobody can say."""

    found: tuple[Gap, ...] = ()
    why: str = ""


def gaps(visit: Visit, number: int, typed: Mapping[str, str]) -> Gaps:
    """
    Return what is open, and what the rules ask next where what was typed is answered.

    Who may neither draft rules nor triage is not asked anything.
    """
    if not any(map(visit.reader.may, (Permission.TRIAGE, Permission.SUGGEST_RULES))):
        return Gaps()
    overriding = overriding_of(visit)
    try:
        return _gaps(overriding.questions(number, answers_of(typed)))
    except Misconfigured:  # what was typed answers nothing: that is said where it was sent
        pass
    except (Unkept, NotConserved):  # the pass and `ledger verify` tell
        return Gaps(why="Its records cannot be translated again.")
    try:
        return _gaps(overriding.questions(number))
    except Misconfigured as error:
        return Gaps(why=error.what)


def overriding_of(visit: Visit) -> Overriding:
    """Return the service in the name of the reader."""
    return Overriding(
        visit.console.store,
        visit.reader.name,
        visit.console.edition().rulebook,
        visit.console.settings.sync.override_alone_up_to,
    )


def answers_of(typed: Mapping[str, str]) -> tuple[Answer, ...]:
    """Return what was given, by rule and line; a field that is empty gives nothing."""
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for field, cell in typed.items():
        place, _, name = field.removeprefix(_GIVE).rpartition(".")
        rule, _, about = place.partition("@")
        if field.startswith(_GIVE) and cell.strip():
            cells.setdefault((rule, about), {})[name] = cell.strip()
    return tuple(
        Answer(rule=rule, about=about or None, cells=held) for (rule, about), held in cells.items()
    )


def _gaps(asked: Sequence[Question]) -> Gaps:
    if not asked:
        return Gaps(why="No rule leaves anything open about this deal: something else holds it.")
    return Gaps(found=tuple(map(_gap, asked)))


def _gap(asked: Question) -> Gap:
    row = rows.row_for(asked, {}, "")
    given = {one.column: one.accepts for one in row.missing}
    return Gap(
        rule=asked.rule.name,
        about=asked.about,
        says=asked.says,
        facts=tuple(one for one in row.cells if one.text is not None),
        blanks=tuple(
            Blank(
                name=one.name,
                field=f"{_GIVE}{asked.rule.name}@{asked.about}.{one.name}",
                accepts=given[one.name],
                choices=tuple(one.type.members),
            )
            for one in asked.rule.outputs
        ),
    )
