"""
Overrides: a person gives for one deal what the rules do not, and the rules do the rest.

Only the outcome of a table or lookup that has no row can be given, checked as a row is. Amounts,
quantities, days of service and external ids are no outcomes, so nobody can give them here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Store, Transaction
from bridge.errors import Misconfigured
from bridge.flow.deciding import kept, read_anew
from bridge.flow.judging import facts
from bridge.flow.rulebook import editions
from bridge.ledger.person import person
from bridge.mappers.overriding import NO_ANSWERS, Question
from bridge.model.document import Document, DocumentLine
from bridge.model.dossier import Dossier, EarlierDocument, Override
from bridge.model.money import Money, total
from bridge.queue import words
from bridge.queue.deciding import Propose, Settle
from bridge.queue.decision import Basis, Outcome, Proposal
from bridge.rulebooks import asking
from bridge.rules import answering
from bridge.rules.rulebook import Rulebook
from bridge.translate import Awaited, Excluded, Flagged, Translated, translate

#: An answer may raise the next question: scope before lines, and lines before what they map to.
_ROUNDS_MAX = 5
#: Up to how much one person may decide alone, by currency code.
Limits = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person gives for what a rule leaves open."""

    rule: str
    cells: Mapping[str, str]  #: by output, written as in a cell
    about: str | None = None  #: for one line alone; None: wherever the rule has no row


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Everything that a person gives, why, and until when it holds."""

    answers: Sequence[Answer]
    reason: str
    until: date  #: the last day on which it holds


@dataclass(frozen=True, slots=True)
class Overriding:
    """Overrides in the name of one person; what is not possible raises Misconfigured."""

    store: Store
    who: str
    rulebook: Rulebook
    alone_up_to: Limits

    def questions(self, number: int, answers: Sequence[Answer] = ()) -> tuple[Question, ...]:
        """Return what the rules leave open about a deal, and what they ask next if answered so."""
        looked_at = self._look_at(number)
        given = _overrides(looked_at, answers, self.rulebook) if answers else ()
        known = (
            replace(looked_at.dossier, overrides=given[:many]) for many in range(len(given) + 1)
        )
        asked = [one for dossier in known for one in asking.questions(dossier, self.rulebook)]
        return tuple({(one.rule.name, one.about): one for one in asked}.values())

    def override(self, number: int, given: Given, seen: int | None = None) -> ExceptionCase:
        """
        Give what the rules leave open; the deal must translate with it, whole.

        It counts at once where neither the deal nor what it changes in NetSuite comes to more
        than one person may decide, else a second person confirms it. `seen` is how many acts the
        person has seen; ActedMeanwhile if there are others since.
        """
        looked_at = self._look_at(number)
        overrides = _overrides(looked_at, given.answers, self.rulebook)
        whole = _translated(looked_at, overrides, self.rulebook)
        is_small = all(map(self.is_small, _weights(looked_at, whole)))
        proposal = Proposal(
            outcome=Outcome.OVERRIDE,
            by=person(self.who),
            reason=words.said(given.reason, of="the reason"),
            basis=looked_at.basis,
            overrides=overrides,
            until=given.until,
        )
        act = Settle(proposal) if is_small else Propose(proposal)
        with self.store.transaction("triage", actor=person(self.who)) as tx:
            tx.lives.act(number, act, seen=seen)
            return tx.cases.known(number)

    def is_small(self, held: Money) -> bool:
        """Say whether one person may decide about so much alone."""
        limit = self.alone_up_to.get(held.currency.code)
        return limit is not None and held.decimal() <= limit

    def _look_at(self, number: int) -> "_LookedAt":
        with self.store.reading() as view:
            case = view.cases.known(number)
            deal = view.deals.one(case.deal)
            if deal is None or deal.dossier is None:
                says = "its records cannot be read, so no rule was asked about it"
                raise _refused(number, says, "let the next pass read it, or handle it outside")
            dossier = replace(kept(view, number, deal.dossier), overrides=())
            return _LookedAt(number, dossier, view.lives.basis(number), case.amount)


@dataclass(frozen=True, slots=True)
class _LookedAt:
    """An exception with what was read of its deal, as they were at one moment."""

    number: int
    dossier: Dossier
    basis: Basis
    amount: Money  #: of the exception


def _overrides(
    looked_at: _LookedAt, answers: Sequence[Answer], rulebook: Rulebook
) -> tuple[Override, ...]:
    """Let answers meet the questions that are open; Misconfigured for one that meets none."""
    given: dict[tuple[str, str], Override] = {}
    met: set[int] = set()
    for _ in range(_ROUNDS_MAX):
        known = replace(looked_at.dossier, overrides=tuple(given.values()))
        pairs = [
            (place, _override(asked, answers[place], looked_at.number, rulebook))
            for asked in asking.questions(known, rulebook)
            for place in _answering(asked, answers)
        ]
        if not pairs:
            break
        given.update({(one.rule, one.about): one for _, one in pairs})
        met.update(place for place, _ in pairs)
    for place, answer in enumerate(answers):
        if place not in met:
            of = f" about {answer.about}" if answer.about else ""
            raise _refused(
                looked_at.number,
                f"the rule {answer.rule!r} leaves nothing open{of}",
                f"see what is open: `bridge exceptions questions {looked_at.number}`",
            )
    return tuple(given.values())


def _answering(asked: Question, answers: Sequence[Answer]) -> tuple[int, ...]:
    """Return the place of the answer to a question, one for its line before one for all."""
    fits = [
        (answer.about is None, place)
        for place, answer in enumerate(answers)
        if answer.rule == asked.rule.name and answer.about in (None, asked.about)
    ]
    return tuple(place for _, place in sorted(fits)[:1])


def _override(asked: Question, answer: Answer, number: int, rulebook: Rulebook) -> Override:
    words_of_rules = editions.words()
    for found in answering.findings(asked.rule, answer.cells, rulebook, words_of_rules):
        raise Misconfigured(found.message, where=found.file, act=found.hint or "correct it")
    for name, never in NO_ANSWERS.items():
        if answer.cells.get(name) == never:
            raise Misconfigured(
                f"'{never}' settles nothing here",
                where=f"{answer.rule}.{name}",
                act="reject the deal, or say how it is accounted for",
            )
    return Override(
        rule=asked.rule.name, about=asked.about, outputs=dict(answer.cells), number=number
    )


def _translated(
    looked_at: _LookedAt, overrides: tuple[Override, ...], rulebook: Rulebook
) -> Translated:
    """Translate the deal with what is given; Misconfigured where that is not enough."""
    if not overrides:
        raise _refused(
            looked_at.number,
            "nothing is given",
            f"see what is open: `bridge exceptions questions {looked_at.number}`",
        )
    match translate(replace(looked_at.dossier, overrides=overrides), rulebook):
        case Translated() as whole:
            return whole
        case Flagged(flags=flags):
            left = "; ".join(dict.fromkeys(f"{flag.code}: {flag.says}" for flag in flags))
        case Excluded(rule=rule):
            left = f"{rule} leaves it out"
        case Awaited(missing=missing):
            left = "; ".join(missing)
    says = f"with this the deal is still not represented: {left}"
    raise _refused(looked_at.number, says, "give all that is open; amend the order for the rest")


def _weights(looked_at: _LookedAt, whole: Translated) -> Iterator[Money]:
    """
    Yield what is at stake: the exception, the deal, what is sent of it, and what NetSuite has.

    Each comes to all its lines, however they are signed: a deal that shrank to little may undo
    an order of much.
    """
    posted = looked_at.dossier.posted
    held = [one.document for one in posted.documents] if posted else []
    yield _unsigned(looked_at.amount)
    for lines in (whole.heading.lines, _lines(whole.documents), _lines(held)):
        for currency in {line.amount.currency for line in lines}:
            amounts = (line.amount for line in lines)
            yield total((_unsigned(one) for one in amounts if one.currency == currency), currency)


def _lines(documents: Iterable[Document | EarlierDocument]) -> list[DocumentLine]:
    return [line for one in documents for line in one.lines]


def _unsigned(amount: Money) -> Money:
    return -amount if amount.minor < 0 else amount


def applied(view: Transaction, dossier: Dossier, rulebook: Rulebook, today: date) -> Dossier:
    """
    Return a dossier with the overrides that hold for its deal on a day.

    One holds until its last day, and while the deal is the one that was decided about.
    """
    held = [
        decision.proposal
        for _, decision in view.lives.decisions_of(dossier.deal)
        if decision.proposal.outcome is Outcome.OVERRIDE and decision.proposal.holds_on(today)
    ]
    if not held:
        return dossier
    now = facts(translate(dossier, rulebook).heading, dossier.model).digest
    overrides = [
        override
        for proposal in held
        if read_anew(view, proposal.basis, rulebook) == now
        for override in proposal.overrides
    ]
    return replace(dossier, overrides=tuple(overrides))


def _refused(number: int, says: str, act: str) -> Misconfigured:
    return Misconfigured(says, where=f"exception {number}", act=act)
