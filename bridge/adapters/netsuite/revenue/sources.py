"""
The questions by which revenue is read: columns, tables, and what tells that a row changed.

Sources: columns and tables are those of public queries. Sold lines stand on the credit side in
most accounts, so that signs are not counted on. A page is the rows behind the last key, cut by
ROWNUM: whatever an account says of the size of a whole answer, it holds for one page alone.
"""

from dataclasses import dataclass, replace
from typing import Self

from bridge.adapters.netsuite.suiteql import PAGE_ROWS

#: Lines that carry no promise.
_WORDS = "('Description', 'Discount', 'Markup', 'Payment', 'Subtotal')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of row: how a page of it is asked for, and how all of it is counted."""

    name: str
    key: str  #: a number of its own
    columns: str
    tables: str
    where: str
    changed: str  #: true of rows that may have changed since a day, the one parameter
    amount: str  #: what is added up to compare all of them with what is kept
    currency: str
    filled: str  #: what only some rows have, whose number tells of changes, too; "*": all have it
    book: str = ""  #: the column of its accounting book; empty for what is of no book

    def of_book(self, book: int) -> Self:
        """Return the same questions about one accounting book, and about what names none."""
        if not self.book:
            return self
        return replace(self, where=f"{self.where} AND {in_book(self.book, book)}")

    def page(self, *, since: bool = False) -> str:
        """Return the question for a page; its parameters are the day, if any, and the last key."""
        only = f"{self.where} AND {self.changed}" if since else self.where
        return self._cut(only)

    def of(self, column: str, count: int) -> str:
        """Return the question for a page of the rows with one of some values in a column."""
        places = ", ".join("?" * count)
        return self._cut(f"{self.where} AND {column} IN ({places})")

    @property
    def tally(self) -> str:
        """Return the question for number and sum of all rows, by currency."""
        return (
            f"SELECT {self.currency} AS money, COUNT(*) AS counted, SUM({self.amount}) AS added, "  # noqa: S608 - our words
            f"COUNT({self.filled}) AS filled FROM {self.tables} "
            f"WHERE {self.where} GROUP BY {self.currency} ORDER BY 1"
        )

    def _cut(self, where: str) -> str:
        # One row more than a page: so an answer says whether anything follows.
        return (
            f"SELECT * FROM (SELECT {self.key} AS id, {self.columns} FROM {self.tables} "  # noqa: S608 - our words
            f"WHERE {where} AND {self.key} > ? ORDER BY {self.key}) "
            f"WHERE ROWNUM <= {PAGE_ROWS + 1} ORDER BY id"
        )


def _day(column: str, name: str) -> str:
    return f"TO_CHAR({column}, 'YYYY-MM-DD') AS {name}"


def in_book(column: str, book: int) -> str:
    """Return the condition that a row is of a book; one that names none is in no other."""
    return f"({column} = {book} OR {column} IS NULL)"


def _since(column: str) -> str:
    return f"{column} >= TO_DATE(?, 'YYYY-MM-DD')"


ORDER_LINES = Source(
    name="order_line",
    key="l.uniquekey",
    columns=(
        "t.id AS document, BUILTIN.DF(t.id) AS shown, t.externalid AS external, "
        "t.custbody_bridge_digest AS digest, t.type AS kind, t.status AS state, "
        f"{_day('t.trandate', 'dated')}, t.entity AS customer, "
        "BUILTIN.DF(t.entity) AS customername, l.subsidiary AS subsidiary, "
        "t.exchangerate AS rate, c.symbol AS money, l.id AS thekey, BUILTIN.DF(l.item) AS item, "
        "i.externalid AS code, "
        "l.quantity AS quantity, l.foreignamount AS amount, l.isclosed AS isclosed, "
        f"{_day('l.revrecstartdate', 'firstday')}, {_day('l.revrecenddate', 'lastday')}, "
        "l.revenueelement AS element"
    ),
    tables=(
        "transaction t JOIN transactionline l ON l.transaction = t.id "
        "JOIN currency c ON c.id = t.currency LEFT JOIN item i ON i.id = l.item"
    ),
    where=(
        "t.type IN ('SalesOrd', 'RtnAuth') AND l.mainline = 'F' AND l.taxline = 'F' "
        f"AND l.itemtype NOT IN {_WORDS}"
    ),
    changed=_since("t.lastmodifieddate"),
    amount="l.foreignamount",
    currency="c.symbol",
    filled="*",
)
ELEMENTS = Source(
    name="element",
    key="e.id",
    columns=(
        "e.revenuearrangement AS arrangement, e.source AS source, BUILTIN.DF(e.item) AS item, "
        "e.entity AS customer, BUILTIN.DF(e.entity) AS customername, e.subsidiary AS subsidiary, "
        "e.exchangerate AS rate, c.symbol AS money, e.quantity AS quantity, "
        "e.salesamount AS sales, e.discountedsalesamount AS discounted, "
        "e.allocationamount AS allocated, BUILTIN.DF(e.revenuerecognitionrule) AS rule, "
        f"{_day('e.revrecstartdate', 'firstday')}, {_day('e.revrecenddate', 'lastday')}, "
        "e.revenueplanstatus AS status, e.requiresrevenueplanupdate AS stale, "
        "e.returnofelement AS returns, e.lastmergedfromarrangement AS mergedfrom, "
        "e.lastmergetype AS how"
    ),
    tables="revenueelement e JOIN currency c ON c.id = e.currency",
    where="e.id IS NOT NULL",
    changed=_since("e.lastmodifieddate"),
    amount="e.allocationamount",
    currency="c.symbol",
    filled="*",
    book="e.accountingbook",
)
PLANS = Source(
    name="plan",
    key="p.id",
    columns=(
        "p.createdfrom AS element, p.amount AS amount, p.exchangerate AS rate, c.symbol AS money, "
        "BUILTIN.DF(p.revenuerecognitionrule) AS rule, p.recognitionmethod AS method, "
        f"{_day('p.revrecstartdate', 'firstday')}, {_day('p.revrecenddate', 'lastday')}, "
        "p.statusfordisplay AS status, p.holdrevenuerecognition AS hold"
    ),
    tables="revenueplan p JOIN currency c ON c.id = p.revenueplancurrency",
    where="p.revenueplantype = 'ACTUAL'",
    changed=_since("p.lastmodifieddate"),
    amount="p.amount",
    currency="c.symbol",
    filled="*",
    book="p.accountingbook",
)
PLANNED_ROWS = Source(
    name="planned_row",
    key="r.id",
    columns=(
        "r.revenueplan AS plan, r.plannedperiod AS planned, r.postingperiod AS posted, "
        "r.amount AS amount, c.symbol AS money, r.isrecognized AS recognised, r.journal AS journal"
    ),
    tables=(
        "revenueplanplannedrevenue r JOIN revenueplan p ON p.id = r.revenueplan "
        "JOIN currency c ON c.id = p.revenueplancurrency"
    ),
    where="p.revenueplantype = 'ACTUAL'",
    changed=_since("p.lastmodifieddate"),
    amount="r.amount",
    currency="c.symbol",
    filled="r.journal",
    book="p.accountingbook",
)
#: Lines of what bills and gives back, each with its account and the line that it was made from.
BILLING = Source(
    name="billing_line",
    key="l.uniquekey",
    columns=(
        "t.id AS document, BUILTIN.DF(t.id) AS shown, t.postingperiod AS period, "
        "l.subsidiary AS subsidiary, BUILTIN.DF(t.entity) AS customername, l.id AS thekey, "
        "a.account AS account, a.amount AS amount, c.symbol AS money, "
        "k.previousdoc AS previous, k.previousline AS previouskey"
    ),
    tables=(
        "transaction t JOIN transactionaccountingline a ON a.transaction = t.id "
        "JOIN transactionline l ON l.transaction = t.id AND l.id = a.transactionline "
        "JOIN subsidiary s ON s.id = l.subsidiary JOIN currency c ON c.id = s.currency "
        "LEFT JOIN nexttransactionlinelink k ON k.nextdoc = t.id AND k.nextline = l.id "
        "AND k.previoustype IN ('SalesOrd', 'RtnAuth', 'CustInvc', 'CashSale') "
        "AND k.linktype <> 'Payment'"
    ),
    where=(
        "t.type IN ('CustInvc', 'CustCred', 'CashSale', 'CashRfnd') AND a.posting = 'T' "
        "AND l.mainline = 'F' AND l.taxline = 'F'"
    ),
    changed=_since("t.lastmodifieddate"),
    amount="a.amount",
    currency="c.symbol",
    filled="*",
    book="a.accountingbook",
)
#: What a unit of a currency is worth in a base currency, from a day on. Rates are compared by
#: their number and keys: a sum of rates would not say more, and may be told inexactly.
CURRENCY_RATES = Source(
    name="currency_rate",
    key="r.id",
    columns=(
        "b.symbol AS base, c.symbol AS money, r.exchangerate AS rate, "
        f"{_day('r.effectivedate', 'effective')}"
    ),
    tables=(
        "currencyrate r JOIN currency b ON b.id = r.basecurrency "
        "JOIN currency c ON c.id = r.transactioncurrency"
    ),
    where="r.id IS NOT NULL",
    changed=_since("r.lastmodifieddate"),
    amount="r.id",
    currency="c.symbol",
    filled="*",
)
#: In the order in which they are read: what a row refers to may be younger, never unknown.
SOURCES = (ORDER_LINES, BILLING, ELEMENTS, PLANS, PLANNED_ROWS)

BOOKS = (
    "SELECT s.id AS id, s.externalid AS code, c.symbol AS money FROM subsidiary s "
    "JOIN currency c ON c.id = s.currency ORDER BY s.id"
)
#: The accounting books of which there are elements: an account without several has no such column.
HELD_BOOKS = (
    "SELECT e.accountingbook AS book FROM revenueelement e GROUP BY e.accountingbook ORDER BY 1"
)
#: All accounts of the general ledger: how postings name them, and how people and rules do.
LEDGER_ACCOUNTS = (
    "SELECT a.id AS id, a.externalid AS code, a.acctnumber AS thenumber, "
    "a.accountsearchdisplayname AS shown FROM account a ORDER BY a.id"
)
#: The accounts on which elements defer and recognise revenue.
ACCOUNTS = (
    "SELECT e.deferralaccount AS deferral, e.recognitionaccount AS recognition "
    "FROM revenueelement e{where} GROUP BY e.deferralaccount, e.recognitionaccount ORDER BY 1, 2"
)
_POSTED = (
    "FROM transaction t JOIN transactionaccountingline a ON a.transaction = t.id "
    "JOIN transactionline l ON l.transaction = t.id AND l.id = a.transactionline "
    "JOIN subsidiary s ON s.id = l.subsidiary JOIN currency c ON c.id = s.currency "
    "WHERE a.posting = 'T' AND a.account IN ({places}){book}"
)
JOURNALS = (
    "SELECT t.id AS journal, t.tranid AS thenumber, "
    f"{_day('t.trandate', 'dated')}, t.postingperiod AS period, t.memo AS memo, "
    "a.account AS account, l.subsidiary AS subsidiary, c.symbol AS money, SUM(a.amount) AS amount "
    f"{_POSTED} AND t.type = 'Journal' "
    "GROUP BY t.id, t.tranid, t.trandate, t.postingperiod, t.memo, a.account, l.subsidiary, "
    "c.symbol ORDER BY t.id, a.account, l.subsidiary"
)
MOVES = (
    "SELECT a.account AS account, t.postingperiod AS period, t.type AS kind, "
    "l.subsidiary AS subsidiary, c.symbol AS money, SUM(a.amount) AS amount "
    f"{_POSTED} GROUP BY a.account, t.postingperiod, t.type, l.subsidiary, c.symbol "
    "ORDER BY a.account, t.postingperiod, t.type, l.subsidiary"
)
