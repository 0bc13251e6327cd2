"""Which roll-forwards were the last ones when a period was signed, and what they told of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.errors import Misconfigured
from bridge.flow.reconciling.rolls.held import mark, unpacked
from bridge.model.measures.definition import Measure
from bridge.model.money import Currency, Money
from bridge.reconcile.rolls.restating import RESTATED, Signed, restated, since
from bridge.reconcile.rolls.roll import Measured, Month, Part, Roll, Rolls, Since
from bridge.reconcile.rolls.span import Stretch
from bridge.reconcile.signatures import PERIODS, signed_last

#: What is told by a definition.
RECURRING = frozenset({Measured.RECURRING, Measured.REPORTED})
#: What kept statements of roll-forwards are called.
KIND = "rolls"
_Form = Mapping[str, Any]
_Key = tuple[Measured, Currency]


def numbers(view: Transaction, over: Stretch) -> dict[str, int]:
    """
    Return of which roll-forwards the closing of each signed period is, by their number.

    Those that were the last ones when the period was signed last.
    """
    names = {over.before, *over.names}
    found = {}
    for period, one in signed_last(view.ledger.entries(deal=PERIODS)).items():
        last = view.reconciling.statements.as_at(KIND, one.at) if period in names else ()
        if last:
            found[period] = max(last)
    return found


@dataclass(slots=True)
class Restating:
    """Takes roll-forwards back to what was signed of them, one signature after the other."""

    over: Stretch
    definition: Measure | None  #: of recurring revenue: by another name nothing was signed
    measures: frozenset[Measured] = frozenset(Measured)  #: what is rolled forward
    _rolls: dict[_Key, Roll] = field(default_factory=dict)
    _since: dict[_Key, list[Since | None]] = field(default_factory=dict)

    def of(self, view: Transaction, told: Rolls, signed: Mapping[str, int]) -> Rolls:
        """
        Return roll-forwards that open and close as their periods were signed.

        Misconfigured where a statement is kept no longer. A period that the statement does not
        have stays as told, and so it does where an earlier release has kept nothing by line.
        """
        self._rolls = {(one.measure, one.currency): one for one in told.rolls}
        names = (self.over.before, *self.over.names)
        self._since = {key: [None] * len(names) for key in self._rolls}
        for at, name in enumerate(names):
            if name is not None and name in signed:
                self._take(_statement(view, name, signed[name]), name, at)
        return replace(told, rolls=tuple(map(self._restated, self._rolls)))

    def _restated(self, key: _Key) -> Roll:
        roll = self._rolls[key]
        # Calculated billings have no opening that could be another one.
        is_flow = roll.measure is Measured.BILLINGS
        return roll if is_flow else restated(roll, self._since[key])

    def _take(self, kept: KeptStatement, period: str, at: int) -> None:
        if period not in kept.content["periods"] or "signed" not in kept.content:
            return
        place = kept.content["periods"].index(period)
        forms = {_key(one): one for one in kept.content["rolls"]}
        for key in (one for one in {**self._rolls, **forms} if self._is_signed(one, kept)):
            if key not in self._rolls:
                self._rolls[key] = _nothing(forms[key], key, self.over)
                self._since[key] = [None] * (len(self.over.names) + 1)
            self._since[key][at] = _since(self._rolls[key], at, forms.get(key), place)

    def _is_signed(self, key: _Key, kept: KeptStatement) -> bool:
        """Say whether a statement has closings of a measure as it is defined here."""
        measure, currency = key
        if measure not in self.measures:
            return False
        if measure not in RECURRING:
            return measure is not Measured.BILLINGS
        now, then = self.definition, kept.content.get("definition", {})
        if now is None or then.get("name") != now.name:
            return False
        # What was reported in no currency, or in another one, was not signed as nothing of it.
        both = {now.reported_in and now.reported_in.code, then.get("reported_in")}
        return measure is not Measured.REPORTED or both == {currency.code}


def _statement(view: Transaction, period: str, number: int) -> KeptStatement:
    kept = view.reconciling.statements.of(number)
    if kept is None:
        raise Misconfigured(
            f"{period} was signed from roll-forwards that are kept no longer",
            where=f"statement {number}",
            act="roll forward anew: `bridge reconcile --rolls`",
        )
    return kept


def _key(form: _Form) -> _Key:
    return Measured(form["measure"]), Currency(form["currency"])


def _since(roll: Roll, at: int, form: _Form | None, place: int) -> Since:
    """Compare a balance with a closing as it was signed; of what was not there, with nothing."""
    if form is None:
        return since(roll, at, Signed(closing=0))
    told = form["months"][place]["told"]
    signed = Signed(
        closing=_minor(told["closing"], roll),
        of_closing={name: _minor(text, roll) for name, text in told["of_closing"].items()},
        parts=None if told["held"] == mark(roll.holdings, at) else _parts(form, place + 1),
    )
    return since(roll, at, signed)


def _minor(text: str, roll: Roll) -> int:
    return Money.parse(text, roll.currency).minor


def _parts(form: _Form, at: int) -> Mapping[str, Part]:
    each = (Part(*one[:4], one.at[at]) for one in unpacked(form["holdings"]) if one.at[at])
    return {part.name: part for part in each}


def _nothing(form: _Form, key: _Key, over: Stretch) -> Roll:
    """Return a roll-forward in which nothing is: what was signed is not told any more."""
    names = tuple(name for name in form["movements"] if name != RESTATED)
    beside = dict.fromkeys(form["months"][0]["of_closing"], 0)
    return Roll(
        measure=key[0],
        currency=key[1],
        movements=names,
        months=tuple(
            Month(
                period=name,
                opening=0,
                movements=dict.fromkeys(names, ()),
                closing=0,
                of_closing=beside,
            )
            for name in over.names
        ),
    )
