"""`bridge reconcile --rolls`: roll-forwards of every measure, and what does not tie."""

from dataclasses import dataclass

from bridge import app
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.cli import output
from bridge.flow.reconciling.forms import Form
from bridge.flow.reconciling.rolls import making, tabling
from bridge.flow.reconciling.rolls.making import Wanted
from bridge.flow.reconciling.rolls.told import Part, ToldRoll, elsewhere, signed, told
from bridge.flow.reconciling.stating import Reconciling
from bridge.flow.reconciling.told import lost
from bridge.reports.table import Report

#: Periods beside each other, the last ones; JSON and workbooks have all.
_PERIODS = 3


@dataclass(frozen=True, slots=True)
class RolledForward:
    """Roll-forwards as they were kept, and whether nothing of them is left to be looked into."""

    kept: KeptStatement
    ties: bool

    def report(self, bridge: app.Bridge) -> Report:
        """Return them as a table for a workbook."""
        with bridge.ends.store.reading() as view:
            return tabling.report(view, self.kept)

    @property
    def form(self) -> Form:
        """Return them for other tools."""
        return {
            "statement": self.kept.id,
            "as_of": self.kept.as_of.isoformat(),
            "made_at": self.kept.made_at.isoformat(),
            "digest": self.kept.digest,
            **self.kept.content,
            "rolls": [_spoken(one) for one in self.kept.content["rolls"]],
        }


def _spoken(one: Form) -> Form:
    """Leave away who has what of balances: it is packed, and `bridge explain` says it."""
    return {name: value for name, value in one.items() if name != "holdings"}


def roll(reconciling: Reconciling, wanted: Wanted, *, offline: bool, whole: bool) -> RolledForward:
    """Read both systems, unless offline, and keep what came of it; raises as any read of either."""
    listed = None if offline else reconciling.read(whole=whole)
    both = reconciling.gather(listed)
    found = making.roll(reconciling.ends.store, reconciling.rulebook, wanted, both)
    return RolledForward(found.statement, found.rolls.ties)


def show(found: RolledForward) -> None:
    """Print each measure with what defines it."""
    for one in told(found.kept):
        _show(one)
    for period, number in signed(found.kept).items():
        output.say(f"{output.plain(period)} closes as it was signed, by roll-forwards {number}")
    for money in elsewhere(found.kept):
        output.say(f"to be looked into: {money} on these accounts in periods that are no months")
    for says in lost(found.kept.content):
        output.say(output.plain(says))
    output.say(f"statement {found.kept.id}; {'all ties' if found.ties else 'it does NOT tie'}")


def _show(one: ToldRoll) -> None:
    kept = [line for line in one.lines if line.part is not Part.MOVEMENT or not line.is_nothing]
    rows = [
        [line.title, *(output.money(amount.text()) for amount in line.amounts[-_PERIODS:])]
        for line in kept
    ]
    columns = ["line|", *(f"{period}>" for period in one.periods[-_PERIODS:])]
    output.table(f"{one.title} in {one.currency.code}", columns, rows)
    for says in (*map(str, one.shares), *one.says):
        output.say(output.plain(says))
    if one.gap:
        output.say(f"to be looked into: no movement explains {one.gap}")
    if one.difference:
        output.say(f"to be looked into: the accounts differ by {one.difference}")
    for money in one.unrated:
        output.say(f"to be looked into: {money} has no rate in {one.currency}, and is not in it")
