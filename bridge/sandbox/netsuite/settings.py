"""
How this account behaves, in particular where no source says how NetSuite does.

Each field is a switch that a seed can set; the page docs/sandbox-readings.md gives the reason of
its default and what the sources say, in a row of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from bridge.sandbox.switches import at_least, chosen, problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The switches of the account; the defaults are the stricter readings."""

    #: Requests at once; the default is that of service tier Standard, without licences.
    concurrency_limit: Annotated[int, at_least(1)] = 5
    write_takes_s: Annotated[float, at_least(0)] = 0.0  #: how long a write holds its record
    #: What a line with an unknown key gets: the next number of the order, or its own.
    unknown_line_key: Literal["assigned", "kept"] = "assigned"
    #: SuiteQL shows order lines on the credit side: negative quantities and amounts.
    lines_are_credits: bool = True
    nulls_are_omitted: bool = True  #: SuiteQL leaves null columns out of a row
    #: Rows of a whole answer of SuiteQL, over all of its pages; a query that has more is refused.
    suiteql_rows_max: Annotated[int, at_least(1)] = 100_000

    #: Orders: where an approved order waits of which nothing is to be shipped.
    order_without_goods: Literal["pending_fulfillment", "pending_billing"] = "pending_fulfillment"
    bills_in_advance_of_fulfillment: bool = False  #: goods are billed before they are shipped
    refunds_in_advance_of_return: bool = False  #: goods are refunded before they are received
    overbilling: bool = False  #: an invoice takes more of a line than is left
    #: What an amount without a quantity bills: its share of the line, or the rest at this price.
    billing_by_amount: Literal["share", "price"] = "share"
    #: Whether the amount of a line that is billed in full can still be changed.
    billed_lines: Literal["locked", "open"] = "locked"
    #: An order whose lines are partly billed in full, partly closed.
    billed_and_closed_order: Literal["billed", "closed"] = "billed"
    cancel_by_status: bool = True  #: `orderStatus` C cancels an order that is not approved
    returns_begin: Literal["pending_approval", "approved"] = "pending_approval"
    #: A transaction dated in a closed period: refused, or posted in the next one that is open.
    date_in_closed_period: Literal["refused", "first_open"] = "refused"
    #: Whether a line that a revenue element comes from can take another item.
    item_of_element: Literal["fixed", "free"] = "fixed"
    #: A line goes of which revenue is recognised.
    recognised_line_removal: Literal["refused", "element_stays"] = "refused"
    #: What a closed line promises: all that was ordered, or only what was billed of it.
    elements_of_closed_lines: Literal["as_ordered", "as_billed"] = "as_ordered"
    #: What dates of a line do that change: their element keeps its own, or a field map moves it.
    element_dates: Literal["kept", "mapped"] = "kept"
    #: The column of an order line that a field map carries to its element as its fair value; where
    #: there is none, or it is blank, the price list says it.
    fair_value_column: str = ""
    #: What an invoice or shipment plans: its part over a term of its own, or a part of the term.
    plans_of_events: Literal["own_schedule", "order_schedule"] = "own_schedule"
    #: How a write is refused whose record somebody else changed meanwhile: 400 or 409.
    changed_record: Literal["user_error", "conflict"] = "user_error"

    async_job_takes_s: float = 0.0  #: how long an asynchronous job takes, half of it waiting
    #: How the filter `q` writes dates: as the preference of the user says.
    filter_dates: Literal["M/D/YYYY", "YYYY-MM-DD"] = "M/D/YYYY"
    #: What a finished batch is called of which only some tasks failed.
    batch_with_failures: Literal["succeeded", "failed"] = "succeeded"

    #: Revenue: what becomes of half a cent; half_up is away from zero.
    rounding: Literal["half_up", "half_even"] = "half_up"
    #: Which period takes the cents that exact days leave.
    exact_days_residue: Literal["last", "second_to_last"] = "last"
    #: The same of prorating the first and last period.
    prorate_residue: Literal["second_to_last", "last"] = "second_to_last"
    #: What a period rate divides by when first and last month differ in length: the sum of the
    #: parts of periods, or the number of whole ones from day to day.
    period_rate: Literal["fractions", "whole_periods"] = "fractions"
    #: A line without a start date: its plan fails, or starts with its source, or with the period.
    undated_line: Literal["fails", "source_date", "period_start"] = "fails"
    #: Which period takes the cents that a period rate leaves.
    period_rate_residue: Literal["last", "second_to_last"] = "last"
    #: Where a term begins that a start offset shifts: with its period, or on the same day.
    start_offset_begins: Literal["period_start", "same_day"] = "period_start"
    #: A term in months from a day that its last month lacks ends before the day it would be cut
    #: to, or with that month.
    short_month_terms: Literal["day_before", "month_end"] = "day_before"
    #: What an item is that says nothing of its allocation.
    item_without_allocation: Literal["normal", "exclude"] = "normal"
    arrangement_date: Literal["source", "today"] = "source"  #: what a new arrangement is dated
    journal_date: Literal["period_end", "today"] = "period_end"  #: what its journals are dated
    merge_takes_s: Annotated[float, at_least(0)] = 0.0  #: how long the task of a merge is under way
    #: The account updates its arrangements and plans every so many hours; 0: only when told to.
    revenue_update_hours: Annotated[int, at_least(0)] = 3
    forecast_plans: bool = True  #: elements get a forecast plan, too
    suite_billing: bool = True  #: the account has subscriptions, usage and prepayments
    #: What becomes of a prepayment that is not used up at the end of its term.
    prepaid_rest: Literal["recognised", "refunded"] = "recognised"


def parse_settings(written: Mapping[str, object]) -> Settings:
    """
    Read settings.

    Raises:
        ValueError: unknown names, or values that cannot be; the message holds all of them.
    """
    found = [f"setting {name!r}: {says}" for name, says in problems(Settings, written)]
    if found:
        raise ValueError("; ".join(found))
    return Settings(**chosen(Settings, written))
