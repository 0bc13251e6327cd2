"""The JSON forms of the queue; other tools rely on these keys."""

from collections.abc import Iterable
from typing import Any

from bridge.adapters.store.cases import ExceptionCase
from bridge.mappers.overriding import Question
from bridge.model.money import Currency, Money
from bridge.model.reasons.catalogue import CATALOGUE
from bridge.model.reasons.reason import Reason
from bridge.queue import acts
from bridge.queue.register import Registered
from bridge.queue.story import Done
from bridge.rulebooks.translation_forms import flag
from bridge.rules import answering

Form = dict[str, Any]


def case(one: ExceptionCase) -> Form:
    """Return an item of the exception queue."""
    life = one.lived.life
    return {
        "exception": one.id,
        "deal": one.deal,
        "name": one.deal_name,
        "account_name": one.account_name,
        "document": one.document,
        "code": one.code,
        "amount": one.amount.text(),
        "currency": one.amount.currency.code,
        "opened_at": one.opened_at.isoformat(),
        "closed_at": one.closed_at.isoformat() if one.closed_at else None,
        "resolved_by": one.resolved_by.value if one.resolved_by else None,
        "returned": one.returned,
        "state": one.state.value,
        "waits_for": life.waits_for.value if life.waits_for else None,
        "rests_until": str(life.rests) if life.rests else None,
        "assignee": life.assignee,
        "tags": sorted(life.tags),
        "escalated": life.escalated,
        "proposed": life.proposed.says if life.proposed else None,
        "decided": life.decision.proposal.says if life.decision else None,
        "acts": one.lived.acts,
        "cause": one.fingerprint,
        "flags": [flag(each) for each in one.flags],
    }


def stands(case: Form) -> str:
    """Return what people made of an exception, in a word or two; nothing if nobody did."""
    parts = [
        f"waits for {case['waits_for']}" if case["waits_for"] else "",
        f"rests until {case['rests_until']}" if case["rests_until"] else "",
        "overdue" if case["escalated"] else "",
        "decided" if case["decided"] else "",
        "came back" if case["returned"] and not case["closed_at"] else "",
        case["assignee"] or "",
    ]
    return ", ".join(part for part in parts if part)


def explained(one: ExceptionCase, told: Iterable[Done]) -> Form:
    """
    Return an exception with what was done about it, and what its code means.

    The reason is None for a code of the rules' own making.
    """
    known = CATALOGUE.get(one.code)
    return {
        **case(one),
        "history": [done(each) for each in told],
        "reason": reason(known) if known else None,
    }


def done(one: Done) -> Form:
    """Return one act, with its entry in the ledger."""
    return {
        "entry": one.seq,
        "by": one.by,
        "at": one.at.isoformat(),
        **acts.written(one.act),
    }


def reason(one: Reason) -> Form:
    """Return an entry of the reason catalogue."""
    return {
        "code": one.code,
        "means": one.means,
        "example": one.example,
        "clears": one.clears,
        "who": [actor.value for actor in one.who],
        "nearest": one.nearest,
    }


def question(one: Question) -> Form:
    """Return what a rule leaves open, with what may be given for each of its outputs."""
    return {
        "rule": one.rule.name,
        "about": one.about,
        "says": one.says,
        "outputs": [
            {"name": column.name, "accepts": answering.accepts(column)}
            for column in one.rule.outputs
        ],
    }


def override(one: Registered) -> Form:
    """Return an override of the register."""
    proposal = one.decision.proposal
    return {
        "exception": one.number,
        "deal": one.deal,
        "gives": proposal.gives,
        "reason": proposal.reason,
        "by": proposal.by,
        "confirmed_by": one.decision.confirmed_by,
        "since": one.began.at.isoformat(),
        "until": proposal.until.isoformat() if proposal.until else None,
        "ended_on": one.ended.at.date().isoformat() if one.ended else None,
        "ended_by": one.ended.by if one.ended else None,
        "ended_how": one.ended.act.name if one.ended else None,
        "entry": one.began.seq,
    }


def causes(found: Iterable[ExceptionCase]) -> list[Form]:
    """
    Return exceptions by cause, the most exceptions first.

    Amounts are signed sums by currency: those of two currencies are never added up.
    """
    groups: dict[str, list[ExceptionCase]] = {}
    for one in found:
        groups.setdefault(one.fingerprint, []).append(one)
    told = [_cause(held) for held in groups.values()]
    return sorted(told, key=lambda one: (-one["count"], one["code"], one["cause"]))


def _cause(held: list[ExceptionCase]) -> Form:
    amounts: dict[Currency, Money] = {}
    for one in held:
        currency = one.amount.currency
        amounts[currency] = amounts.get(currency, Money(0, currency)) + one.amount
    return {
        "cause": held[0].fingerprint,
        "code": held[0].cause.code,
        "says": held[0].cause.says,
        "count": len(held),
        "amounts": {currency.code: amounts[currency].text() for currency in sorted(amounts)},
        "oldest": min(one.opened_at for one in held).isoformat(),
        "exceptions": [one.id for one in held],
    }
