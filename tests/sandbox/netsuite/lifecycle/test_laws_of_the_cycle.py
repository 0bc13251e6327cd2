"""Whatever is done to an order, in whatever order: quantities are kept, and all tell the same."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.netsuite.errors import Refusal
from bridge.sandbox.netsuite.lifecycle import rules
from bridge.sandbox.netsuite.lifecycle.transforms import transform
from bridge.sandbox.netsuite.records.bodies import Options
from bridge.sandbox.netsuite.records.store import Record, Value
from bridge.sandbox.netsuite.records.writing import write
from bridge.sandbox.netsuite.schema.transactions import NAMES
from bridge.sandbox.netsuite.suiteql.tables import Tables
from tests.examples import share
from tests.sandbox.netsuite.client import an_order
from tests.sandbox.netsuite.lifecycle.orders import APPROVED, account, goods, service

KEYS = (1, 2, 3)
FOLLOWERS = ("itemFulfillment", "invoice", "cashSale", "returnAuthorization")
#: Opened once, and emptied of transactions before each run.
ACCOUNT = account(order_without_goods="pending_billing").open_account(
    SimulatedClock(datetime(2026, 6, 1, tzinfo=UTC))
)
QUANTITIES = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 4), min_size=1)


def lines_of(wanted: Mapping[int, int]) -> dict[str, object]:
    """A body that takes these quantities, and nothing of other lines."""
    every = {**dict.fromkeys(KEYS, 0), **wanted}
    named = [{"orderLine": key, "quantity": quantity} for key, quantity in every.items()]
    return {"item": {"items": named}}


def quantity(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


class Cycle(RuleBasedStateMachine):
    """One approved order: 4 and 3 goods, and 2 of a service; anything may be refused."""

    def __init__(self) -> None:
        super().__init__()
        self.account = ACCOUNT
        for record in self.every(*NAMES):
            self.account.store.remove(record.type.family, record.id)
        self.tables = Tables(self.account)
        body = an_order(goods(4, 100), goods(3, 70), service(2, 51), **APPROVED)
        made = write(self.account, self.account.types["salesOrder"], body)
        self.order_id = made.record.id

    @property
    def order(self) -> Record:
        found = self.account.store.get("salesOrder", self.order_id)
        assert found is not None
        return found

    def every(self, *types: str) -> list[Record]:
        return [one for name in types for one in self.account.store.of_family(name)]

    def make(self, source: Record, wanted: str, body: Mapping[str, object]) -> None:
        with suppress(Refusal):
            transform(self.account, source, self.account.types[wanted], body, Options())

    def change(self, record: Record, body: Mapping[str, object]) -> None:
        with suppress(Refusal):
            write(self.account, record.type, body, record)

    @rule(wanted=st.sampled_from(FOLLOWERS), taken=QUANTITIES)
    def take_a_part(self, wanted: str, taken: dict[int, int]) -> None:
        self.make(self.order, wanted, lines_of(taken))

    @rule(wanted=st.sampled_from(FOLLOWERS))
    def take_all_that_is_left(self, wanted: str) -> None:
        self.make(self.order, wanted, {})

    @rule(key=st.sampled_from(KEYS), amount=st.integers(1, 120))
    def bill_an_amount(self, key: int, amount: int) -> None:
        only: list[dict[str, object]] = [{"orderLine": key, "amount": Decimal(amount)}]
        rest = [{"orderLine": one, "quantity": 0} for one in KEYS if one != key]
        self.make(self.order, "invoice", {"item": {"items": [*only, *rest]}})

    @rule(number=st.integers(0, 3), wanted=st.sampled_from(["itemReceipt", "creditMemo"]))
    def go_on_with_a_return(self, number: int, wanted: str) -> None:
        for record in self.every("returnAuthorization")[number : number + 1]:
            self.change(record, APPROVED)
            self.make(self.every("returnAuthorization")[number], wanted, {})

    @rule(key=st.sampled_from(KEYS), closed=st.booleans())
    def close_or_open_a_line(self, key: int, *, closed: bool) -> None:
        self.change(self.order, {"item": {"items": [{"line": key, "isClosed": closed}]}})

    @rule(key=st.sampled_from(KEYS), ordered=st.integers(1, 6))
    def order_another_quantity(self, key: int, ordered: int) -> None:
        self.change(self.order, {"item": {"items": [{"line": key, "quantity": ordered}]}})

    @rule(number=st.integers(0, 3), taken=st.integers(0, 4))
    def change_an_invoice(self, number: int, taken: int) -> None:
        for record in self.every("invoice")[number : number + 1]:
            key = record.lines["item"][0]["line"]
            self.change(record, {"item": {"items": [{"line": key, "quantity": taken}]}})

    @rule(number=st.integers(0, 5))
    def delete_a_document(self, number: int) -> None:
        for record in self.every(*FOLLOWERS, "itemReceipt", "creditMemo")[number : number + 1]:
            with suppress(Refusal):
                rules.delete(record, self.account)

    def taken(self, key: int, *types: str) -> Decimal:
        """Add up what documents took of a line."""
        return sum(
            (
                quantity(line.get("quantity"))
                for record in self.every(*types)
                if getattr(record.fields.get("createdFrom"), "id", "") == self.order_id
                for line in record.lines["item"]
                if line.get("orderLine") == key
            ),
            Decimal(0),
        )

    @invariant()
    def quantities_are_those_of_the_documents_and_never_more_than_there_are(self) -> None:
        for key, line in zip(KEYS, self.order.lines["item"], strict=True):
            billed, shipped = (
                quantity(line.get(n)) for n in ("quantityBilled", "quantityFulfilled")
            )
            assert billed == self.taken(key, "invoice", "cashSale")
            assert shipped == self.taken(key, "itemFulfillment")
            assert 0 <= shipped <= quantity(line["quantity"])
            assert 0 <= billed <= quantity(line["quantity"])
            assert line.get("linked", False) == any(self.taken(key, name) for name in FOLLOWERS)

    @invariant()
    def the_status_follows_from_the_lines(self) -> None:
        lines = [line for line in self.order.lines["item"] if not line["isClosed"]]
        status = str(self.order.fields["status"])
        billed = all(quantity(one.get("quantityBilled")) == one["quantity"] for one in lines)
        goods_left = [
            one
            for one in lines
            if one["line"] != KEYS[2] and quantity(one.get("quantityFulfilled")) != one["quantity"]
        ]
        assert (status == "H") == (not lines)
        assert (status == "G") == (bool(lines) and billed and not goods_left)
        assert (status in "BDE") == bool(goods_left)
        assert (status == "B") == (
            bool(goods_left) and not any(quantity(one.get("quantityFulfilled")) for one in lines)
        )

    @invariant()
    def queries_tell_the_same(self) -> None:
        headers, lines = self.tables.get("transaction"), self.tables.get("transactionline")
        assert headers is not None
        assert lines is not None
        (row,) = [one for one in headers.rows if one["id"] == Decimal(self.order_id)]
        assert row["status"] == self.order.fields["status"]
        told = [
            (one["quantitybilled"], one["quantityshiprecv"])
            for one in lines.rows
            if one["transaction"] == Decimal(self.order_id) and one["mainline"] == "F"
        ]
        assert told == [
            (quantity(one.get("quantityBilled")), quantity(one.get("quantityFulfilled")))
            for one in self.order.lines["item"]
        ]

    @invariant()
    def a_document_holds_lines_and_their_sum(self) -> None:
        for record in self.every("invoice", "cashSale", "creditMemo"):
            amounts = [quantity(line["amount"]) for line in record.lines["item"]]
            assert record.fields["total"] == sum(amounts)
            assert record.lines["item"]


Cycle.TestCase.settings = settings(max_examples=share(100), stateful_step_count=20, deadline=None)
TestCycle = Cycle.TestCase
