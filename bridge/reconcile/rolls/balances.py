"""Deferred revenue, contract assets and billings rolled forward, and tied to accounts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import add

from bridge.model.money import Currency
from bridge.reconcile.rolls.accounts import Accounting
from bridge.reconcile.rolls.contracts import Flow, flows
from bridge.reconcile.rolls.roll import Holding, Measured, Month, Part, Roll, Tie
from bridge.reconcile.rolls.span import Stretch, holding, holdings, running
from bridge.reconcile.sides import Sides

#: What moves deferred revenue; the last one is what a contract asset has taken, or given back.
MOVEMENTS = ("billings", "revenue", "journals", "contract_assets")
ARISEN = ("recognised_ahead", "billed_since")
INFERRED = ("revenue", "deferred", "unbilled", "journals")
_JOURNAL = "Journal"


@dataclass(frozen=True, slots=True)
class _Sums:
    """What all contracts come to: closings from the opening on, and movements by period."""

    deferred: list[int]
    unbilled: list[int]
    moved: Sequence[dict[str, list[Part]]]
    arisen: Sequence[dict[str, list[Part]]]
    liable: list[Holding]
    owed: list[Holding]


def balances(
    sides: Sides, told: Accounting, base: Currency, over: Stretch
) -> tuple[Roll, Roll, Roll]:
    """Return the roll-forwards of deferred revenue, of contract assets and of billings."""
    sums = _summed(flows(sides, told, base, over), len(over.periods))
    deferred = _months(over, sums.deferred, sums.moved, MOVEMENTS)
    unbilled = _months(over, sums.unbilled, sums.arisen, ARISEN)
    accounts = _Accounts.of(told, base, over)
    return (
        Roll(
            measure=Measured.DEFERRED,
            currency=base,
            movements=MOVEMENTS,
            months=deferred,
            ties=accounts.deferred(sums),
            holdings=holdings(sums.liable),
        ),
        Roll(
            measure=Measured.UNBILLED,
            currency=base,
            movements=ARISEN,
            months=unbilled,
            ties=accounts.unbilled(sums),
            holdings=holdings(sums.owed),
        ),
        Roll(
            measure=Measured.BILLINGS,
            currency=base,
            movements=INFERRED,
            months=_inferred(deferred, sums, accounts.billed),
        ),
    )


def _summed(found: Iterable[Flow], count: int) -> _Sums:
    sums = _Sums([0] * (count + 1), [0] * (count + 1), _lists(count), _lists(count), [], [])
    for flow in found:
        ahead = flow.running(count)
        behind = [max(-one, 0) if flow.is_netted else 0 for one in ahead]
        for at, (one, asset) in enumerate(zip(ahead, behind, strict=True)):
            sums.deferred[at] += one + asset
            sums.unbilled[at] += asset
        sums.liable.append(holding(flow.part(0), map(add, ahead, behind)))
        sums.owed.append(holding(flow.part(0), behind))
        for at, more in enumerate(now - then for then, now in pairwise(behind)):
            _note(sums, flow, at, more)
    return sums


def _lists(count: int) -> list[dict[str, list[Part]]]:
    return [defaultdict(list) for _ in range(count)]


def _note(sums: _Sums, flow: Flow, at: int, more: int) -> None:
    """Note what moved a contract in a period, and by how much its asset grew."""
    for name, part in flow.moved.get(at, ()):
        sums.moved[at][name].append(part)
    if more:
        part = flow.part(more)
        sums.moved[at]["contract_assets"].append(part)
        sums.arisen[at][ARISEN[more < 0]].append(part)


def _months(
    over: Stretch,
    closings: Sequence[int],
    moved: Sequence[dict[str, list[Part]]],
    names: tuple[str, ...],
) -> tuple[Month, ...]:
    return tuple(
        Month(
            period=period,
            opening=opening,
            movements={name: tuple(moved[at].get(name, ())) for name in names},
            closing=closing,
        )
        for at, (period, (opening, closing)) in enumerate(
            zip(over.names, pairwise(closings), strict=True)
        )
    )


def _inferred(deferred: Sequence[Month], sums: _Sums, billed: Sequence[int]) -> tuple[Month, ...]:
    """Billings as readers of accounts infer them, beside what the accounts say was invoiced."""
    found = []
    for at, month in enumerate(deferred):
        changes = (
            sums.deferred[at + 1] - sums.deferred[at],
            sums.unbilled[at] - sums.unbilled[at + 1],
        )
        movements = {
            "revenue": _turned(month.movements["revenue"]),
            "deferred": (Part("deferred revenue", "", None, None, changes[0]),),
            "unbilled": (Part("contract assets", "", None, None, changes[1]),),
            "journals": _turned(month.movements["journals"]),
        }
        found.append(Month(period=month.period, opening=0, movements=movements, closing=billed[at]))
    return tuple(found)


def _turned(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(part._replace(minor=-part.minor) for part in parts)


@dataclass(frozen=True, slots=True)
class _Accounts:
    """Balances at the end of each rolled period, credits positive, and what was invoiced in it."""

    names: tuple[str, ...]
    deferral: dict[str, Sequence[int]]  #: by account
    assets: dict[str, Sequence[int]]
    billed: Sequence[int]

    @classmethod
    def of(cls, told: Accounting, base: Currency, over: Stretch) -> "_Accounts":
        place, count = over.place(), len(over.periods)
        vectors: dict[str, dict[str, int]] = {one: {} for one in {*told.deferral, *told.assets}}
        billed = [0] * count
        for account, period, kind, of, minor in told.balances:
            if of == base and account in vectors:
                vector = vectors[account]
                vector[period] = vector.get(period, 0) + minor
                at = place[period]
                if kind != _JOURNAL and account in told.deferral and 0 <= at < count:
                    billed[at] += minor
        sums = {name: running(vector, place, count)[1:] for name, vector in vectors.items()}
        return cls(
            names=over.names,
            deferral={name: sums[name] for name in sorted(told.deferral)},
            assets={name: sums[name] for name in sorted(told.assets - told.deferral)},
            billed=billed,
        )

    def deferred(self, sums: _Sums) -> tuple[Tie, ...]:
        """
        Tie deferred revenue to its accounts.

        What NetSuite has not moved to the accounts of contract assets yet stands in them, and is
        named.
        """
        return tuple(
            Tie(
                period=period,
                ours=sums.deferred[at + 1],
                named={"not_reclassified": -self._behind(sums, at)},
                accounts={name: held[at] for name, held in self.deferral.items()},
            )
            for at, period in enumerate(self.names)
        )

    def unbilled(self, sums: _Sums) -> tuple[Tie, ...]:
        """Tie contract assets to the accounts that are named for them; debits are positive."""
        return tuple(
            Tie(
                period=period,
                ours=sums.unbilled[at + 1],
                named={"not_reclassified": -self._behind(sums, at)} if self.assets else {},
                accounts={name: -held[at] for name, held in self.assets.items()},
                is_tied=bool(self.assets),
            )
            for at, period in enumerate(self.names)
        )

    def _behind(self, sums: _Sums, at: int) -> int:
        """Which contract assets still stand in the accounts of deferred revenue."""
        return sums.unbilled[at + 1] + sum(held[at] for held in self.assets.values())
