"""The first witness: an account of the NetSuite stand-in, told by orders, journals and merges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from bridge.model.money import Currency, Money
from bridge.model.schedules.rule import Percent
from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.netsuite.lifecycle.transforms import transform
from bridge.sandbox.netsuite.records.bodies import Options, Validation
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record, Store
from bridge.sandbox.netsuite.records.writing import write
from bridge.sandbox.netsuite.revenue.edits import Edit, EditRefused, edit
from bridge.sandbox.netsuite.revenue.journals import recognise
from bridge.sandbox.netsuite.revenue.merges import Merge, merge
from bridge.sandbox.netsuite.revenue.update import update
from tests.sandbox.netsuite.client import an_order
from tests.sandbox.netsuite.lifecycle.orders import APPROVED, account, of
from tests.sandbox.netsuite.revenue.orders import service
from tests.stories.witnesses.drawing import (
    FAIR_PRICE,
    LAST_MONTH,
    RULES,
    STEPS,
    Contract,
    Sale,
    first_of,
)

AS_A_CLIENT = Options(names=Validation.ERROR)
AS_THE_OWNER = Options(names=Validation.ERROR, trusted=True)
METHODS = {
    "EVEN": "EVENPERIODS",
    "PRORATED": "PRORATEFIRSTLAST",
    "RATE": "PERIODRATE",
    "DAYS": "EXACTDAYS",
    "INITIAL": "PRORATEFIRSTLAST",
    "INITIAL-ALL": "EVENPERIODS",
    "EVEN-ALL": "EVENPERIODS",
    "DAYS-ALL": "EXACTDAYS",
    "LATER": "PRORATEFIRSTLAST",
    "SHORTER": "EXACTDAYS",
    "CUSTOM": "CUSTOM",
    "AT-ONCE": "EVENPERIODS",
}


def _rule(code: str) -> dict[str, object]:
    rule, impact = RULES[code]
    written: dict[str, object] = {
        "type": "revenueRecognitionRule",
        "externalId": f"RULE-{code}",
        "name": code,
        "recognitionMethod": {"id": METHODS[code]},
        "endDateChangeImpact": {"id": impact.value},
        "periodOffset": rule.period_offset,
        "startOffset": rule.start_offset,
    }
    if isinstance(rule.initial, Percent):
        written["initialAmountPercent"] = rule.initial.value
    if code == "CUSTOM":
        steps = [{"periodOffset": at, "amountPercentage": Decimal(part)} for at, part in STEPS]
        written["customRevRecLine"] = {"items": steps}
    if code == "AT-ONCE":
        written["revRecEndDateSource"] = {"id": "SOURCEDATE"}
    return written


def _item(code: str, *, shares: bool) -> dict[str, object]:
    name = f"{code}-{'SHARES' if shares else 'KEEPS'}"
    return {
        "type": "nonInventorySaleItem",
        "externalId": name,
        "itemId": name,
        "createRevenuePlansOn": {"id": "ARRANGEMENT"},
        "revenueRecognitionRule": {"externalId": f"RULE-{code}"},
        "deferredRevenueAccount": "2500 Deferred Revenue",
        "incomeAccount": "4000 Revenue",
        "VSOESopGroup": {"id": "NORMAL" if shares else "EXCLUDE"},
    }


def _records() -> list[dict[str, object]]:
    items = [_item(code, shares=shares) for code in RULES for shares in (True, False)]
    prices: list[dict[str, object]] = [
        {
            "type": "fairValuePrice",
            "item": {"externalId": f"{code}-SHARES"},
            "fairValue": FAIR_PRICE,
        }
        for code in RULES
    ]
    return [*map(_rule, RULES), *items, *prices]


class Account:
    """
    An account, and what it is told in the course of the months.

    It is called inside of the process, by what its web services call: a thousand contracts are
    some ten thousand requests.
    """

    def __init__(self, *records: Mapping[str, object]) -> None:
        clock = SimulatedClock(datetime(2026, 6, 1, 12, 0, tzinfo=UTC))
        self._account = account(*_records(), *records, forecast_plans=False).open_account(clock)
        self._elements: dict[str, Record] = {}
        self._of_element: dict[str, list[Record]] = {}
        for number in range(2024 * 12, 2026 * 12):
            self._close(f"{number // 12}-{number % 12 + 1:02}")

    def order(self, month: int, sales: Sequence[Sale], rate: Decimal = Decimal(1)) -> str:
        """Write an approved order at a rate of exchange; return its internal id."""
        lines = [
            service(
                one.amount.decimal(),
                *(one.term.start.isoformat(), one.term.last.isoformat(), one.item),
                quantity=one.quantity,
            )
            for one in sales
        ]
        currency = {"externalId": sales[0].amount.currency.code}
        dated = first_of(month).isoformat()
        body = an_order(*lines, currency=currency, exchangeRate=rate, tranDate=dated, **APPROVED)
        kind = self._account.types["salesOrder"]
        return write(self._account, kind, body, None, AS_A_CLIENT).record.id

    def reprice(self, order: str, amounts: Sequence[Money | None]) -> None:
        """Change amounts of the lines of an order."""
        lines = [
            {"line": key, "amount": amount.decimal()}
            for key, amount in enumerate(amounts, start=1)
            if amount
        ]
        found, kind = self._found("salesOrder", order), self._account.types["salesOrder"]
        write(self._account, kind, {"item": {"items": lines}}, found, AS_A_CLIENT)

    def take_back(self, order: str, contract: Contract, amount: Money) -> str:
        """Bill an order and return some of its first line; give the id of the return."""
        sale, dated = contract.sales[0], first_of(contract.ends).isoformat()
        self._follow(order, "invoice", {"tranDate": dated})
        dates = {
            "revRecStartDate": sale.term.start.isoformat(),
            "revRecEndDate": sale.term.last.isoformat(),
        }
        taken = [of(1, contract.taken_back, amount=amount.decimal(), **dates)]
        taken += [of(key, 0) for key in range(2, len(contract.sales) + 1)]
        body = {"tranDate": dated, "item": {"items": taken}, **APPROVED}
        return self._follow(order, "returnAuthorization", body)

    def update(self) -> None:
        """Run the update of arrangements and plans."""
        update(self._account)
        self._elements = dict(self._named())
        self._of_element = {}
        for plan in self._store.of_family("revenuePlan"):
            element = target(plan.fields["createdFrom"], self._store)
            self._of_element.setdefault(element.id, []).append(plan)

    def move(self, line: str, last: date) -> bool:
        """Give a plan another last day; False if the account refuses."""
        (plan,) = self._plans(self._elements[line])
        try:
            edit(self._account, Edit(plan=plan.id, end=last))
        except EditRefused:
            return False
        return True

    def merge(self, lines: Sequence[str], on: date, *, prospective: bool) -> None:
        """Merge the arrangements of some lines."""
        found = (
            target(self._elements[one].fields["revenueArrangement"], self._store) for one in lines
        )
        arrangements = tuple(dict.fromkeys(one.id for one in found))
        merge(self._account, Merge(arrangements=arrangements, on=on, prospective=prospective))

    def post(self, month: int) -> None:
        """Post the revenue of a month and close it."""
        code = f"2026-{month:02}"
        period = self._store.by_external_id("accountingPeriod", code)
        assert period is not None
        recognise(self._account, period)
        self._close(code)

    def revenue(self, currencies: dict[str, Currency]) -> dict[str, dict[str, Money]]:
        """Return line -> period -> revenue; what is left of a closed period is due in the next."""
        found: dict[str, dict[str, Money]] = {}
        for line, element in self._named():
            own = found.setdefault(line, {})
            for row in self._rows(element):
                period, money = self._period(row), Money.parse(_decimal(row), currencies[line])
                own[period] = own[period] + money if period in own else money
        return found

    def planned(self) -> dict[str, list[tuple[str, Decimal]]]:
        """Return line -> what is planned, by period as the account names it."""
        return {
            line: [
                (target(row["plannedPeriod"], self._store).external_id or "", _decimal(row))
                for row in self._rows(element)
            ]
            for line, element in self._named()
        }

    def posted(self) -> list[Decimal]:
        """Return what revenue each journal posts, in the order of their making."""
        journals = self._store.of_family("journalEntry")
        return [
            sum((_credited(row, self._store) for row in one.lines["line"]), Decimal(0))
            for one in journals
        ]

    @property
    def _store(self) -> Store:
        return self._account.store

    def _found(self, family: str, number: str) -> Record:
        found = self._store.get(family, number)
        assert found is not None
        return found

    def _follow(self, order: str, kind: str, body: Mapping[str, object]) -> str:
        source, types = self._found("salesOrder", order), self._account.types
        return transform(self._account, source, types[kind], body, AS_A_CLIENT).record.id

    def _named(self) -> Iterator[tuple[str, Record]]:
        """Yield elements by document and place of their line; the account counts all lines."""
        documents: dict[str, list[Record]] = {}
        for element in self._store.of_family("revenueElement"):
            source = target(element.fields["sourceRecord"], self._store)
            documents.setdefault(f"{source.type.name} {source.id}", []).append(element)
        for document, elements in documents.items():
            keys = sorted({str(one.fields["sourceLine"]).zfill(9) for one in elements})
            for one in elements:
                place = keys.index(str(one.fields["sourceLine"]).zfill(9)) + 1
                yield f"{document} {place}", one

    def _plans(self, element: Record) -> list[Record]:
        return self._of_element.get(element.id, [])

    def _rows(self, element: Record) -> list[Line]:
        return [row for plan in self._plans(element) for row in plan.lines["plannedRevenue"]]

    def _period(self, row: Line) -> str:
        """Return where a row is posted, or is going to be."""
        posted = row.get("postingPeriod")
        period = target(posted or row["plannedPeriod"], self._store).external_id or ""
        return period if posted else max(period, f"2026-{LAST_MONTH + 1:02}")

    def _close(self, period: str) -> None:
        found = self._store.by_external_id("accountingPeriod", period)
        kind = self._account.types["accountingPeriod"]
        write(self._account, kind, {"closed": True}, found, AS_THE_OWNER)


def _credited(row: Line, store: Store) -> Decimal:
    """Return the part of a journal's line that is revenue; negative where it is taken back."""
    if target(row["account"], store).shown_name() != "4000 Revenue":
        return Decimal(0)
    sides = [row.get(name) for name in ("credit", "debit")]
    credit, debit = (one if isinstance(one, Decimal) else Decimal(0) for one in sides)
    return credit - debit


def _decimal(row: Line) -> Decimal:
    amount = row["amount"]
    assert isinstance(amount, Decimal)
    return amount
