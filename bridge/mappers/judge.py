"""Judging: what the rulebook decides of a deal and of each line, or the flags that it leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bridge.mappers import facts, roots
from bridge.mappers.shape import recognise
from bridge.model.deal import (
    Charge,
    Combination,
    Deal,
    FactValue,
    Line,
    Modification,
    Shape,
)
from bridge.model.dossier import Frame
from bridge.model.flags import Flag
from bridge.model.money import Money
from bridge.model.schedule import Method
from bridge.model.schedules.allocation import Allocation
from bridge.rules.outcomes import Tracer
from bridge.rules.rulebook import Decision, Mapped, Rulebook, Undecided, Value

#: The code of a reference to a record that NetSuite does not have, or no longer uses.
UNKNOWN_IN_NETSUITE = "UNKNOWN_IN_NETSUITE"

#: Shapes whose revenue comes with use, and not with time.
_BY_USE = (Shape.CREDIT_GRANT, Shape.USAGE)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the trace: what was decided, by which rule, and what the rules said."""

    subject: str
    rule: str
    #: What was said is written when somebody asks: most deals are judged often, and read seldom.
    tracer: Tracer = field(compare=False, repr=False)

    @property
    def says(self) -> tuple[str, ...]:
        """What the rules said; sentences."""
        return self.tracer()


@dataclass(frozen=True, slots=True)
class Modified:
    """How a change of a contract, or one of a package, is accounted for, and the row for that."""

    how: Modification | Combination
    rule: str


#: That of a deal which changes no contract and is of no package, and where rules do not say.
BY_ITSELF = Modified(Modification.SEPARATE_CONTRACT, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A line with everything that the rules decided for it."""

    line: Line
    shape: Shape
    treatment: str
    rule: str
    item: str
    method: Method
    fields: Mapping[str, FactValue]
    allocation: Allocation | None = None  #: how it shares in its arrangement, where rules say so
    fair_value: Decimal | None = None  #: of a unit, for a year of what is charged again and again
    #: What the row that chose the treatment says beside it.
    decided: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """Everything that the rules decided of a deal."""

    header: Mapping[str, FactValue]
    lines: Sequence[Judged]
    modified: Modified


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the rules say of one line: all decided, or flags."""

    judged: Judged | None
    flags: tuple[Flag, ...]
    trace: tuple[Step, ...]


def deal_facts(deal: Deal, rulebook: Rulebook) -> dict[str, object]:
    """
    Return what rules may read of a deal; facts that its source does not declare are blank.

    `lines` holds the facts of its lines in their order, and `deal` of each of them these facts.
    """
    known = {**rulebook.blank.get("Deal", {}), **facts.of_deal(deal)}
    known[facts.LINES] = [line_facts(line, deal, known, rulebook) for line in deal.lines]
    return known


def lines(deal: Deal, known_deal: Mapping[str, Any], rulebook: Rulebook) -> tuple[Opinion, ...]:
    """Ask the rulebook for every line, with the facts that those of its deal hold."""
    known = zip(deal.lines, known_deal[facts.LINES], strict=True)
    return tuple([_line(each, deal, of_it, rulebook) for each, of_it in known])


def line_facts(
    line: Line, deal: Deal, known_deal: Mapping[str, object], rulebook: Rulebook
) -> dict[str, object]:
    """Return what rules may read of a line; `deal` holds the facts of its deal."""
    shape = recognise.shape_of(line, deal)
    return {**rulebook.blank.get("Line", {}), **facts.of_line(line, shape, known_deal)}


def _line(line: Line, deal: Deal, known: Mapping[str, Any], rulebook: Rulebook) -> Opinion:
    """Ask the rulebook for the treatment of a line and for what its order line carries."""
    shape = Shape(known["shape"])
    chosen = rulebook.treatment(shape.value, known, deal.booked_on)
    mapped = rulebook.map("sales_order_line", known, deal.booked_on)
    trace = (*steps(f"line {line.id}", chosen), *steps(f"line {line.id}", mapped))
    if isinstance(chosen, Undecided) or isinstance(mapped, Undecided):
        open_ = [outcome for outcome in (chosen, mapped) if isinstance(outcome, Undecided)]
        found = tuple(
            flag
            for one in open_
            for flag in flags(one, line.amount, f"{roots.line_named(line.id)} ({line.product})")
        )
        return Opinion(None, found, trace)
    decided = fields(mapped)
    judged = Judged(
        line=line,
        shape=shape,
        treatment=str(chosen.outputs["treatment"]),
        rule=chosen.rule,
        item=str(decided.pop("item")),
        method=Method(str(decided.pop("recognition"))),
        allocation=Allocation(str(said)) if (said := decided.pop("allocation", None)) else None,
        fair_value=_number(decided.pop("fairValue", None)),
        fields=decided,
        decided=chosen.outputs,
    )
    return Opinion(judged, _method_objections(judged), trace)


def _number(value: FactValue) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _method_objections(judged: Judged) -> tuple[Flag, ...]:
    """A method that spreads revenue over time needs a time, one by use needs use to go by."""
    if (judged.method is Method.ON_USE) != (judged.shape in _BY_USE):
        return (_by_use_objection(judged),)
    line, term = judged.line, judged.line.term
    delivered = term is not None and term.days == 1 and line.charge is Charge.ONE_TIME
    if judged.method in (Method.AT_ONCE, Method.ON_USE) or (term and not delivered):
        return ()
    has = f"is delivered on {term.start}, a single day" if term else "has no dates of service"
    return (
        Flag(
            "METHOD_NEEDS_TERM",
            f"item {judged.item} is recognised by {judged.method}, and the line {has}; give it "
            "dates of service, or map it to an item that is recognised at once",
            (f"line {line.id}",),
            line.amount,
            nearest="give the line a first and a last day of service",
        ),
    )


def _by_use_objection(judged: Judged) -> Flag:
    line = judged.line
    if judged.method is Method.ON_USE:
        says = "and nothing says how the line is drawn on or rated"
    else:
        says = "and the line is drawn on or rated by use: a plan by time would be wrong"
    return Flag(
        "METHOD_NEEDS_USE",
        f"item {judged.item} is recognised by {judged.method}, {says}; map the product to an item "
        "that fits",
        (f"line {line.id}", f"shape {judged.shape}"),
        line.amount,
    )


def unknown_codes(
    decided: Mapping[str, Value], frame: Frame, amount: Money, subject: str
) -> tuple[Flag, ...]:
    """Flag references to NetSuite records that the frame knows not to exist."""
    named = {name: facts.REFERENCES[name] for name in decided if name in facts.REFERENCES}
    return tuple(
        Flag(
            UNKNOWN_IN_NETSUITE,
            f"NetSuite has no {facts.CALLED.get(kind, kind)} with the external id {decided[name]}; "
            "create it there, or correct the rule",
            (subject, f"{name} = {decided[name]}"),
            amount,
        )
        for name, kind in named.items()
        if decided[name] is not None
        and decided[name] not in frame.codes.get(kind, (decided[name],))
    )


def flags(undecided: Undecided, amount: Money, subject: str) -> tuple[Flag, ...]:
    """Turn an open question, and those beside it, into flags with the amount they concern."""
    return tuple(
        Flag(
            question.code,
            question.says,
            tuple(filter(None, (subject, question.rule))),
            amount,
            question.nearest,
        )
        for question in (undecided, *undecided.also)
    )


def fields(mapped: Mapped) -> dict[str, FactValue]:
    """Return the mapped fields; the rulebook's types let no list or record through."""
    return {name: value for name, value in mapped.fields.items() if isinstance(value, FactValue)}


def steps(subject: str, outcome: Decision | Undecided | Mapped) -> tuple[Step, ...]:
    """Write an outcome into the trace: one step for each row or open question."""
    match outcome:
        case Mapped(decisions=asked):
            told: tuple[Decision | Undecided, ...] = asked
        case Undecided(also=others):
            told = (outcome, *others)
        case Decision():
            told = (outcome,)
    return tuple([Step(subject, one.rule, one.tracer) for one in told])
