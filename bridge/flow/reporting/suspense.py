"""
Deals that waited or were in suspense at a cut-off, from the ledger as of that moment.

What has been resolved since still stands in it, with the amount of that time. Names and days of
booking are those of today: the ledger keeps amounts and reasons.
"""

from collections.abc import Iterator

from bridge.adapters.store.reporting.rows import OpenThen
from bridge.flow.reporting.asking import Asked, counted
from bridge.flow.reporting.names import Names
from bridge.ledger.accounts import Account, Family, parse, suspense
from bridge.ledger.balance import amount_in
from bridge.model.ids import DealId
from bridge.model.money import Currency, Money
from bridge.reports.table import Column, Report, Row, Type, tied

_COLUMNS = (
    Column("deal", "Deal"),
    Column("name", "Order"),
    Column("account_name", "Customer"),
    Column("booked_on", "Booked on", Type.DAY),
    Column("where", "Where"),
    Column("code", "Code"),
    Column("amount", "Amount", Type.MONEY),
    Column("moved_at", "Last moved", Type.MOMENT),
    Column("exceptions", "Exceptions"),
    Column("opened_at", "Opened", Type.MOMENT),
)
#: Where an amount is that is in no document, and was not left out.
_OPEN = frozenset({Family.WAITING, Family.SUSPENSE})
_Key = tuple[DealId, Account, Currency]


def report(asked: Asked) -> Report:
    """Return every deal with an amount that waits or is in suspense, or an exception of zero."""
    held, names = _held(asked), Names.of(asked.view)
    rows = tuple(_rows(asked, held, names))
    booked = sum(one.first_seen_at <= asked.cutoff.moment for one in names.deals.values())
    open_deals = len({row[0] for row in rows})
    return Report(
        name="suspense",
        title="Deals waiting or in suspense",
        columns=_COLUMNS,
        rows=rows,
        evidence=asked.evidence(
            f"{counted(booked, 'deal')} booked by {asked.cutoff}",
            f"{counted(open_deals, 'deal')} with an amount that waits or is in suspense, or with "
            "an open exception",
            ties=_tied(asked, held),
        ),
    )


def _held(asked: Asked) -> dict[_Key, Money]:
    by_deal = asked.view.ledger.balances_by_deal(as_of=asked.cutoff.moment)
    return {
        (deal, account, currency): money
        for deal, balances in by_deal.items()
        for (account, currency), money in balances.items()
        if money and parse(account)[0] in _OPEN
    }


def _rows(asked: Asked, held: dict[_Key, Money], names: Names) -> Iterator[Row]:
    cases = _cases(asked)
    moved = asked.view.reports.moved_at(asked.cutoff.moment)
    for key in sorted({*held, *cases}):
        deal, account, currency = key
        family, code = parse(account)
        found = cases.get(key, ())
        yield (
            deal,
            *names[deal],
            names.booked_on(deal),
            family.value,
            code,
            held.get(key, Money(0, currency)),
            moved.get(key),
            ", ".join(str(one.number) for one in found),
            min((one.opened_at for one in found), default=None),
        )


def _cases(asked: Asked) -> dict[_Key, tuple[OpenThen, ...]]:
    found: dict[_Key, tuple[OpenThen, ...]] = {}
    for one in asked.view.reports.open_at(asked.cutoff.moment):
        key = (one.deal, suspense(one.code), one.currency)
        found[key] = (*found.get(key, ()), one)
    return found


def _tied(asked: Asked, held: dict[_Key, Money]) -> str:
    """Compare the rows with the balances of the accounts, which are added up elsewhere."""
    balances = asked.view.ledger.balances(as_of=asked.cutoff.moment)
    currencies = {currency for _, currency in balances}
    there = [amount_in(balances, family, one) for one in currencies for family in _OPEN]
    return tied(held.values(), there, what="waiting or in suspense")
