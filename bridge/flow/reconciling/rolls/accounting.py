"""What NetSuite's accounts say beside plans, of what is kept: invoices, journals, balances."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from bridge.adapters.netsuite.revenue.held import BillingLine
from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.context import Context
from bridge.flow.reconciling.between.holding import journals_of
from bridge.flow.reconciling.reading.accounts import called
from bridge.model.money import Currency
from bridge.reconcile.rolls.accounts import Accounting, Balance, BilledLine, Posted
from bridge.reconcile.sides import OrderKey, Sides

#: From a credit to its return, to the invoice, to the order; more is no way that NetSuite goes.
_STEPS_MAX = 4
Named = tuple[str, int]


def accounting(
    view: Transaction, told: Context, sides: Sides, assets: Collection[str]
) -> Accounting:
    """
    Return it for accounts of deferral, which elements name, and of contract assets.

    What was posted in a period that is no month has no place: its balances are told elsewhere.
    """
    deferral = told.postings.deferral
    of_assets = called(told.accounts, assets)
    wanted = deferral | of_assets
    billing = tuple(view.reconciling.revenue.records("billing_line"))
    elsewhere: Counter[Currency] = Counter()
    balances = []
    for move in told.postings.moves:
        period, base = told.periods.get(move.period), move.amount.currency
        if move.account in wanted and period is None:
            elsewhere[base] -= move.amount.minor
        elif move.account in wanted and period is not None:
            minor = -move.amount.minor
            shown = told.shown(move.account)
            balances.append(Balance(shown, period.name, move.kind, base, minor))
    return Accounting(
        billed=tuple(_billed(billing, told, deferral)),
        posted=tuple(_posted(told, sides, wanted)),
        balances=tuple(balances),
        deferral=frozenset(map(told.shown, deferral)),
        assets=frozenset(map(told.shown, of_assets)),
        elsewhere={base: minor for base, minor in elsewhere.items() if minor},
    )


def _billed(
    billing: Iterable[BillingLine], told: Context, deferral: Collection[str]
) -> Iterator[BilledLine]:
    lines = tuple(billing)
    made = {
        (one.document, one.key): (one.previous, one.previous_key)
        for one in lines
        if one.previous and one.previous_key is not None
    }
    for one in lines:
        period = told.periods.get(one.period)
        if one.account not in deferral or period is None:
            continue
        order, line = _first((one.document, one.key), made)
        is_alone = order == one.document
        yield BilledLine(
            document=one.shown,
            line=one.key,
            order=one.shown if is_alone else order,
            order_line=None if is_alone else line,
            customer=one.customer_name,
            period=period.name,
            account=told.shown(one.account),
            base=one.amount.currency,
            minor=-one.amount.minor,
        )


def _first(named: Named, made: Mapping[Named, Named]) -> Named:
    """Follow a line back to the one that nothing was made for: that of an order or a return."""
    for _ in range(_STEPS_MAX):
        if named not in made:
            break
        named = made[named]
    return named


def _posted(told: Context, sides: Sides, wanted: Collection[str]) -> Iterator[Posted]:
    """Yield what journals that no plan made come to on these accounts, each in its period."""
    of_plans = journals_of(sides.held)
    keys = _keys(sides)
    sums: dict[tuple[str, str], Posted] = {}
    for part in told.postings.journals:
        period = told.periods.get(part.period)
        if part.account not in wanted or part.journal in of_plans or period is None:
            continue
        base = part.amount.currency
        before = sums.get((part.journal, part.subsidiary)) or Posted(
            part.journal, part.number, part.memo, period.name, base, 0, keys.get(part.journal)
        )
        sums[part.journal, part.subsidiary] = before._replace(
            minor=before.minor - part.amount.minor
        )
    yield from (one for one in sums.values() if one.minor)


def _keys(sides: Sides) -> dict[str, OrderKey]:
    """Return the order line of each journal that is about one alone."""
    found: dict[str, set[OrderKey]] = {}
    for entry in sides.entries:
        if entry.key is not None:
            found.setdefault(entry.id, set()).add(entry.key)
    return {journal: next(iter(keys)) for journal, keys in found.items() if len(keys) == 1}
