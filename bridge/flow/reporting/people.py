"""The access review, and the register of changes of accounts, roles and tokens, as reports."""

from collections.abc import Iterator

from bridge.flow.reporting.asking import Asked, counted
from bridge.people import register
from bridge.people.register import Holder, Recorded, Register
from bridge.reports.table import Column, Report, Row, Type

_ACCESS = (
    Column("name", "Person"),
    Column("enabled", "May sign in"),
    Column("role", "Role"),
    Column("granted_by", "Granted by"),
    Column("granted_at", "Since", Type.MOMENT),
    Column("origin", "Granted through"),
    Column("why", "Why"),
    Column("tokens", "Tokens not revoked", Type.WHOLE),
    Column("made_by", "Account made by"),
    Column("made_at", "Account made", Type.MOMENT),
)
_CHANGES = (
    Column("entry", "Entry", Type.WHOLE),
    Column("at", "At", Type.MOMENT),
    Column("by", "By"),
    Column("whom", "Whom"),
    Column("what", "What"),
    Column("before", "Before"),
    Column("after", "After"),
    Column("why", "Why"),
)


def access_report(asked: Asked) -> Report:
    """Return who held which role at the cut-off: a row for each role, and one for who has none."""
    holders = _register(asked).holders.values()
    return Report(
        name="access",
        title="Access review",
        columns=_ACCESS,
        rows=tuple(row for one in holders for row in _held(one)),
        evidence=asked.evidence(f"{counted(len(holders), 'account')} made by {asked.cutoff}"),
    )


def changes_report(asked: Asked) -> Report:
    """Return every change of accounts, roles and tokens up to the cut-off."""
    history = _register(asked).history
    return Report(
        name="people",
        title="Register of people",
        columns=_CHANGES,
        rows=tuple(map(_changed, history)),
        evidence=asked.evidence(f"{counted(len(history), 'change')} by {asked.cutoff}"),
    )


def _register(asked: Asked) -> Register:
    moment = asked.cutoff.moment
    return register.read(asked.view.ledger.entries(deal=register.PEOPLE, as_of=moment))


def _held(one: Holder) -> Iterator[Row]:
    head = (one.name, "yes" if one.is_enabled else "no")
    tail = (len(one.tokens), one.made_by, one.made_at)
    for role, grant in sorted(one.grants.items()):
        yield (*head, role.words, grant.by, grant.at, grant.origin.value, grant.reason, *tail)
    if not one.grants:
        yield (*head, None, None, None, None, None, *tail)


def _changed(one: Recorded) -> Row:
    return (one.seq, one.at, one.by, one.whom, one.what, one.before, one.after, one.reason)
