"""The registers as reports: exclusions, decisions of two people, changes of the rules."""

from bridge.flow.reporting.asking import SHORT, Asked, counted
from bridge.flow.reporting.names import Names
from bridge.flow.rulebook.publishing import files_of
from bridge.ledger.accounts import Family
from bridge.ledger.balance import amount_in
from bridge.model.money import Money
from bridge.queue.decision import Outcome
from bridge.queue.register import Registered, overrides
from bridge.reports.registers import decisions, exclusions, rule_changes
from bridge.reports.registers.decisions import Answer, Decided
from bridge.reports.registers.exclusions import Exclusion
from bridge.reports.registers.rule_changes import RuleChange
from bridge.reports.table import Column, Report, Row, Type, tied
from bridge.rulebooks import road
from bridge.rulebooks.road import Road, Said

_EXCLUSIONS = (
    Column("deal", "Deal"),
    Column("name", "Order"),
    Column("account_name", "Customer"),
    Column("rule", "Left out by"),
    Column("amount", "Amount", Type.MONEY),
    Column("standing", "Still left out", Type.MONEY),
    Column("since", "Since", Type.MOMENT),
    Column("until", "Until", Type.MOMENT),
    Column("why", "Why"),
    Column("rulebook", "Rules"),
    Column("written_by", "Rules written by"),
    Column("approved_by", "Rules approved by"),
    Column("entry", "Entry", Type.WHOLE),
)
_OVERRIDES = (
    Column("exception", "Exception", Type.WHOLE),
    Column("deal", "Deal"),
    Column("name", "Order"),
    Column("account_name", "Customer"),
    Column("amount", "Amount", Type.MONEY),
    Column("gives", "Given"),
    Column("until", "Until", Type.DAY),
    Column("by", "By"),
    Column("why", "Why"),
    Column("confirmed_by", "Confirmed by"),
    Column("since", "Since", Type.MOMENT),
    Column("ended_by", "Ended by"),
    Column("ended_at", "Ended", Type.MOMENT),
    Column("ended_with", "Ended with"),
    Column("entry", "Entry", Type.WHOLE),
)
_DECISIONS = (
    Column("exception", "Exception", Type.WHOLE),
    Column("deal", "Deal"),
    Column("name", "Order"),
    Column("account_name", "Customer"),
    Column("record", "NetSuite record"),
    Column("amount", "Amount", Type.MONEY),
    Column("standing", "Stands"),
    Column("proposed_by", "Proposed by"),
    Column("proposed_at", "Proposed", Type.MOMENT),
    Column("why", "Why"),
    Column("answered_by", "Answered by"),
    Column("answered_at", "Answered", Type.MOMENT),
    Column("answer", "Answer"),
    Column("revoked_by", "Revoked by"),
    Column("revoked_at", "Revoked", Type.MOMENT),
    Column("revoked_why", "Why revoked"),
    Column("entry", "Entry", Type.WHOLE),
)
_RULES = (
    Column("draft", "Draft", Type.WHOLE),
    Column("version", "Version"),
    Column("stage", "Stage"),
    Column("written_by", "Written by"),
    Column("written_at", "Written", Type.MOMENT),
    Column("why", "Why"),
    Column("approved_by", "Approved by"),
    Column("approved_at", "Approved", Type.MOMENT),
    Column("approval", "Why approved"),
    Column("publication", "Publication", Type.WHOLE),
    Column("published_by", "Published by"),
    Column("published_at", "Published", Type.MOMENT),
    Column("in_force_from", "In force from", Type.MOMENT),
    Column("reverts_to", "Brings back", Type.WHOLE),
    Column("changes", "Places changed", Type.WHOLE),
    Column("changed", "What changed"),
)


def exclusions_report(asked: Asked) -> Report:
    """Return what rules and decisions left out up to the cut-off, and what of it still is."""
    moment = asked.cutoff.moment
    entries = asked.view.ledger.entries(as_of=moment, kinds=exclusions.KINDS)
    found = exclusions.exclusions(entries)
    names, known = Names.of(asked.view), _road(asked)
    standing = sum(one.until is None for one in found)
    return Report(
        name="exclusions",
        title="Register of exclusions",
        columns=_EXCLUSIONS,
        rows=tuple(_excluded(one, names, known) for one in found),
        evidence=asked.evidence(
            f"{counted(len(found), 'exclusion')} by {asked.cutoff}, {standing} of them standing",
            ties=_tied(asked, [one.amount for one in found if one.until is None]),
        ),
    )


def overrides_report(asked: Asked) -> Report:
    """Return every override that counted up to the cut-off, and how it ended."""
    entries = asked.view.ledger.entries(as_of=asked.cutoff.moment, kinds=decisions.KINDS)
    found = overrides(entries)
    names = Names.of(asked.view)
    amounts = {one.id: one.amount for one in asked.view.cases.all(open_only=False)}
    return Report(
        name="overrides",
        title="Register of overrides",
        columns=_OVERRIDES,
        rows=tuple(_overridden(one, names, amounts.get(one.number)) for one in found),
        evidence=asked.evidence(f"{counted(len(found), 'override')} by {asked.cutoff}"),
    )


def decisions_report(asked: Asked, outcome: Outcome) -> Report:
    """Return what people proposed with an outcome up to the cut-off, and what became of it."""
    entries = asked.view.ledger.entries(as_of=asked.cutoff.moment, kinds=decisions.KINDS)
    every = decisions.decisions(entries)
    found = [one for one in every if one.proposal.outcome is outcome]
    names = Names.of(asked.view)
    amounts = {one.id: one.amount for one in asked.view.cases.all(open_only=False)}
    titles = {
        Outcome.OUTSIDE: "handled outside",
        Outcome.REJECTED: "rejected bookings",
        Outcome.GIVEN_BACK: "given back by hand",
    }
    return Report(
        name=outcome.value.replace("_", "-"),
        title=f"Register of {titles[outcome]}",
        columns=_DECISIONS,
        rows=tuple(_decided(one, names, amounts.get(one.exception)) for one in found),
        evidence=asked.evidence(
            f"{counted(len(every), 'proposal')} by {asked.cutoff}", titles[outcome]
        ),
    )


def rule_changes_report(asked: Asked) -> Report:
    """
    Return every draft of the rules up to the cut-off, and what it changed.

    Raises Misconfigured if the files of a draft are gone or were altered.
    """
    known = _road(asked)
    found = rule_changes.rule_changes(
        known, lambda version: files_of(asked.view, version), asked.cutoff.moment
    )
    return Report(
        name="rule-changes",
        title="Register of rule changes",
        columns=_RULES,
        rows=tuple(map(_rule_change, found)),
        evidence=asked.evidence(f"{counted(len(found), 'draft')} by {asked.cutoff}"),
    )


def _road(asked: Asked) -> Road:
    return road.read(asked.view.ledger.entries(deal=road.RULEBOOK, as_of=asked.cutoff.moment))


def _excluded(one: Exclusion, names: Names, known: Road) -> Row:
    drafts = (draft for draft in known.drafts.values() if draft.version == one.rulebook)
    draft = next((each for each in drafts if each.published is not None), None)
    return (
        one.deal,
        *names[one.deal],
        one.rule,
        one.amount,
        one.amount if one.until is None else Money(0, one.amount.currency),
        one.since,
        one.until,
        one.says,
        one.rulebook[:SHORT] if one.rulebook else None,
        draft.drafted.by if draft else None,
        draft.approved.by if draft and draft.approved else None,
        one.entry,
    )


def _tied(asked: Asked, standing: list[Money]) -> str:
    balances = asked.view.ledger.balances(as_of=asked.cutoff.moment)
    currencies = {currency for _, currency in balances}
    there = [amount_in(balances, Family.EXCLUDED, one) for one in currencies]
    return tied(standing, there, what="still left out")


def _overridden(one: Registered, names: Names, amount: Money | None) -> Row:
    proposal, ended = one.decision.proposal, one.ended
    return (
        one.number,
        one.deal,
        *names[one.deal],
        amount,
        proposal.gives,
        proposal.until,
        proposal.by,
        proposal.reason,
        one.decision.confirmed_by,
        one.began.at,
        ended.by if ended else None,
        ended.at if ended else None,
        ended.act.name if ended else None,
        one.began.seq,
    )


def _decided(one: Decided, names: Names, amount: Money | None) -> Row:
    return (
        one.exception,
        one.deal,
        *names[one.deal],
        one.proposal.record,
        amount,
        one.standing.value,
        one.proposal.by,
        one.proposed_at,
        one.proposal.reason,
        *_answer(one.answer),
        *_answer(one.ended),
        one.entry,
    )


def _answer(one: Answer | None) -> Row:
    return (one.by, one.at, one.reason) if one else (None, None, None)


def _rule_change(one: RuleChange) -> Row:
    draft, publication = one.draft, one.publication
    published = publication.published if publication else None
    return (
        draft.number,
        draft.version[:SHORT],
        one.stage.value,
        *_said(draft.drafted),
        *_said(draft.approved),
        draft.published,
        *_said(published)[:2],
        publication.in_force_from if publication else None,
        draft.reverts_to,
        len(one.changed),
        "\n".join(rule_changes.places(one.changed)),
    )


def _said(one: Said | None) -> Row:
    return (one.by, one.at, one.reason) if one else (None, None, None)
