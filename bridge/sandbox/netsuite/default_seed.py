"""What the account holds before any seed file: two companies that sell software."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

Row = Mapping[str, object]

FIRST_YEAR, LAST_YEAR = 2024, 2032
_MONTHS = tuple(range(1, 13))
_QUARTER = 3

CUSTOM_FIELDS: Mapping[str, Mapping[str, str]] = {
    "salesOrder": {
        "custbody_bridge_digest": "text",
        "custbody_bridge_deal": "text",
        "custbody_bridge_change": "text",
    },
    "salesOrder.item": {"custcol_bridge_line": "text", "custcol_bridge_fair_value": "number"},
}

_CURRENCIES = (
    ("USD", "US Dollar", 2),
    ("EUR", "Euro", 2),
    ("GBP", "British Pound", 2),
    ("JPY", "Japanese Yen", 0),
    ("KWD", "Kuwaiti Dinar", 3),
)
#: Of one unit, in the base currency of the other company, from a day on.
_RATES = (
    *(("EUR", "USD", "1.08", "2024-01-01"), ("EUR", "USD", "1.10", "2026-01-01")),
    *(("GBP", "USD", "1.26", "2024-01-01"), ("USD", "EUR", "0.91", "2026-01-01")),
)
_SUBSIDIARIES = (("US-INC", "Example Inc.", "US", "USD"), ("DE-GMBH", "Example GmbH", "DE", "EUR"))
_FROM_THE_LINE = {
    "revRecStartDateSource": "ELEMENTSTARTDATE",
    "revRecEndDateSource": "ELEMENTENDDATE",
}
_RULES = (
    ("SL-EVEN", "Straight-line by even periods", {"recognitionMethod": "EVENPERIODS"}),
    ("SL-PRORATE", "Straight-line, first and last", {"recognitionMethod": "PRORATEFIRSTLAST"}),
    ("SL-RATE", "Straight-line at a period rate", {"recognitionMethod": "PERIODRATE"}),
    ("SL-DAYS", "Straight-line by exact days", {"recognitionMethod": "EXACTDAYS"}),
    (
        "AT-ONCE",
        "At once, on the source date",
        {
            "recognitionMethod": "EVENPERIODS",
            "revRecStartDateSource": "SOURCEDATE",
            "revRecEndDateSource": "SOURCEDATE",
        },
    ),
)
#: Code, name, revenue recognition rule.
_ITEMS = (
    ("SUB-ENT", "Enterprise Subscription", "SL-EVEN"),
    ("SUB-ULT", "Ultimate Subscription", "SL-EVEN"),
    ("CREDITS", "Prepaid Credits", "SL-EVEN"),
    ("PREPAID-CREDITS", "Prepaid Credits, by use", "AT-ONCE"),
    ("API-CALLS", "API Calls", "AT-ONCE"),
    ("ONBOARDING", "Onboarding", "AT-ONCE"),
)
#: What makes no plan by time: its use makes revenue.
_BY_USE = ("PREPAID-CREDITS",)
#: External id, number, name and type.
_ACCOUNTS = (
    ("FUNDS", "1050", "Undeposited Funds", "UnDepFund"),
    ("RECEIVABLE", "1100", "Accounts Receivable", "AcctRec"),
    ("CONTRACT-ASSETS", "1250", "Contract Assets", "OthCurrAsset"),
    ("DEFERRED-REVENUE", "2500", "Deferred Revenue", "DeferRevenue"),
    ("DEFERRED-CREDITS", "2510", "Deferred Credits", "DeferRevenue"),
    ("REVENUE", "4000", "Revenue", "Income"),
    ("USAGE-REVENUE", "4100", "Usage Revenue", "Income"),
)
_TERMS = (
    ("DUE", "Due on receipt"),
    ("NET-30", "Net 30"),
    ("NET-45", "Net 45"),
    ("NET-60", "Net 60"),
    ("NET-90", "Net 90"),
)
_SCHEDULES = (
    ("ANNUAL-ADVANCE", "Annual in advance"),
    ("SEMIANNUAL-ADVANCE", "Half-yearly in advance"),
    ("QUARTERLY-ADVANCE", "Quarterly in advance"),
    ("MONTHLY-ADVANCE", "Monthly in advance"),
    ("ON-ORDER", "On order"),
)
_PERIOD_FLAGS = [
    "closed",
    "arLocked",
    "apLocked",
    "allLocked",
    "isAdjust",
    "isInactive",
    "isQuarter",
    "isYear",
]


def records() -> Iterator[Row]:
    """Yield the records in an order in which each refers to earlier ones only."""
    for code, name, digits in _CURRENCIES:
        yield {
            "type": "currency",
            "externalId": code,
            "name": name,
            "symbol": code,
            "currencyPrecision": digits,
            "isBaseCurrency": code == "USD",
        }
    for code, number, name, kind in _ACCOUNTS:
        yield {
            "type": "account",
            "externalId": code,
            "acctNumber": number,
            "acctName": name,
            "acctType": kind,
        }
    for code, base, rate, day in _RATES:
        yield {
            "type": "currencyRate",
            "externalId": f"{code}-{base}-{day}",
            "transactionCurrency": {"externalId": code},
            "baseCurrency": {"externalId": base},
            "exchangeRate": Decimal(rate),
            "effectiveDate": day,
        }
    for code, name, country, currency in _SUBSIDIARIES:
        yield {
            "type": "subsidiary",
            "externalId": code,
            "name": name,
            "country": country,
            "currency": {"externalId": currency},
        }
    for code, name, fields in _RULES:
        rule = {"type": "revenueRecognitionRule", "externalId": code, "name": name}
        yield {**rule, **_FROM_THE_LINE, **fields}
    yield from (_item(*item) for item in _ITEMS)
    yield from ({"type": "term", "externalId": code, "name": name} for code, name in _TERMS)
    for code, name in _SCHEDULES:
        yield {"type": "billingSchedule", "externalId": code, "name": name}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        yield from _periods(year)


def _item(code: str, name: str, rule: str) -> Row:
    return {
        "type": "serviceSaleItem",
        "externalId": code,
        "itemId": code,
        "displayName": name,
        "createRevenuePlansOn": "SUBSCRIPTIONEVENTS" if code in _BY_USE else "ARRANGEMENT",
        "revenueRecognitionRule": {"externalId": rule},
        # What an order says is what is recognised: nothing is moved between its lines.
        "VSOESopGroup": "EXCLUDE",
        "deferredRevenueAccount": {"externalId": "DEFERRED-REVENUE"},
        "incomeAccount": {"externalId": "REVENUE"},
    }


def _periods(year: int) -> Iterator[Row]:
    """Yield a fiscal year, its quarters and its months, all open."""
    whole = f"FY-{year}"
    yield _period(whole, f"FY {year}", (year, 1, 12)) | {"isYear": True}
    for month in _MONTHS:
        quarter = (month - 1) // _QUARTER + 1
        above = f"Q{quarter}-{year}"
        if month % _QUARTER == 1:
            span = (year, month, month + _QUARTER - 1)
            yield _period(above, f"Q{quarter} {year}", span) | {
                "isQuarter": True,
                "parent": {"externalId": whole},
            }
        name = f"{calendar.month_abbr[month]} {year}"
        yield _period(f"{year}-{month:02}", name, (year, month, month)) | {
            "parent": {"externalId": above}
        }


def _period(external_id: str, name: str, span: tuple[int, int, int]) -> dict[str, object]:
    year, first, last = span
    return {
        "type": "accountingPeriod",
        "externalId": external_id,
        "periodName": name,
        "startDate": date(year, first, 1).isoformat(),
        "endDate": date(year, last, calendar.monthrange(year, last)[1]).isoformat(),
        "isPosting": True,
        "isQuarter": False,
        "isYear": False,
    } | dict.fromkeys(_PERIOD_FLAGS, False)
