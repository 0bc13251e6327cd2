"""What a rule may read of deals and lines, with its types, and what a mapping may set."""

from collections.abc import Mapping
from fractions import Fraction

from bridge.mappers.needs import ABILITIES, BESIDE, NEEDS
from bridge.mappers.read.answers import questions
from bridge.mappers.read.opportunities import questions as of_opportunities
from bridge.mappers.read.sales_cloud.questions import QUESTIONS
from bridge.model.calendar import whole_months
from bridge.model.credits.breakage import Breakage
from bridge.model.credits.terms import BonusPrice, Cancelled, DrawOrder, Rollover
from bridge.model.deal import (
    Action,
    Charge,
    Combination,
    Correction,
    Deal,
    DealKind,
    FactValue,
    Line,
    Modification,
    Segment,
    Shape,
)
from bridge.model.schedule import Method
from bridge.model.schedules.allocation import Allocation
from bridge.rules.vocabulary import Vocabulary

#: Months of a year.
_YEAR = 12
#: The table that says how a change of a contract is accounted for.
MODIFICATION = "modification"
#: The table that says what becomes of an order whose deal changed after NetSuite had it.
CORRECTION = "correction"
#: The table that says whether contracts that were sold as a package count as one.
COMBINATION = "combination"
#: How an item may take part in the allocation of its arrangement; that of software is not offered.
ALLOCATIONS = (Allocation.NORMAL, Allocation.EXCLUDE)
#: In which an order may arrive: pending approval, or approved (pending fulfilment).
ORDER_STATUSES = ("A", "B")
#: The fact of a deal that holds those of its lines.
LINES = "lines"
#: What rules read: text, numbers, money of the deal's currency, days; `?`: it may be blank.
DEAL: Mapping[str, str] = {
    "deal_id": "text",
    "deal_name": "text",
    "kind": "DealKind",
    "account_id": "text",
    "account_name": "text",
    "currency": "currency",
    "booked": "money(20,4)",
    "booked_on": "date",
    "line_count": "integer",
    LINES: "list(Line)",
}
LINE: Mapping[str, str] = {
    "line_id": "text",
    "product": "text",
    "product_name": "text",
    "shape": "Shape",
    "action": "Action",
    "charge": "Charge",
    "quantity": "decimal(20,4)",
    "unit_price": "money(20,6) over price_days",
    "price_days": "integer?",
    "annual_price": "money(15)?",
    "amount": "money(20,4)",
    "steps": "integer",
    "price_changes": "boolean",
    "quantity_changes": "boolean",
    "has_free_steps": "boolean",
    "has_trial": "boolean",
    "starts_on": "date?",
    "ends_on": "date?",
    "term_months": "integer?",
    "billing_frequency": "text?",
    "billing_type": "text?",
    "deal": "Deal",
}
#: What changed of a deal since NetSuite has its order, and what NetSuite did with it meanwhile.
CHANGE: Mapping[str, str] = {
    "difference": "money(20,4)",
    "amount_changes": "boolean",
    "quantity_changes": "boolean",
    "dates_change": "boolean",
    "item_changes": "boolean",
    "customer_changes": "boolean",
    "currency_changes": "boolean",
    "lines_added": "boolean",
    "lines_removed": "boolean",
    "others_change": "boolean",
    "is_approved": "boolean",
    "is_billed": "boolean",
    "is_recognised": "boolean",
    "days_acknowledged": "integer",
    "deal": "Deal",
}
#: What a mapping may set, by mapping; the names are NetSuite's.
TARGETS: Mapping[str, Mapping[str, str]] = {
    "sales_order": {
        "entity": "text",
        "subsidiary": "text",
        "orderStatus": "OrderStatus",
        "terms": "text?",
        "billingSchedule": "text?",
        "taxDetailsOverride": "boolean",
        "otherRefNum": "text?",
        "memo": "text?",
        "class": "text?",
        "department": "text?",
        "location": "text?",
    },
    "sales_order_line": {
        "item": "text",
        "recognition": "Recognition",
        "allocation": "Allocation?",
        "fairValue": "decimal(18,6)?",
        "description": "text?",
        "billingSchedule": "text?",
        "class": "text?",
        "department": "text?",
        "location": "text?",
    },
}
#: The kind of NetSuite record that a field names by its external id: the name of its table.
REFERENCES: Mapping[str, str] = {
    "entity": "customer",
    "item": "item",
    "subsidiary": "subsidiary",
    "terms": "term",
    "billingSchedule": "billingschedule",
    "class": "classification",
    "department": "department",
    "location": "location",
}
#: Those kinds in words, where a table's name is none.
CALLED: Mapping[str, str] = {"billingschedule": "billing schedule", "classification": "class"}
#: What may be blank, and yet must be decided: with BLANK, NetSuite's own default holds.
DECIDED: Mapping[str, tuple[str, ...]] = {
    "sales_order": ("terms", "billingSchedule"),
    "sales_order_line": ("billingSchedule",),
}
#: Fields by which nothing goes that was agreed: a rule may say that they only describe.
DESCRIBING: Mapping[str, tuple[str, ...]] = {
    "sales_order": ("memo", "otherRefNum"),
    "sales_order_line": ("description",),
}
#: What a mapping may never set, and why.
FORBIDDEN: Mapping[str, str] = {
    "amount": "amounts are copied from the deal",
    "rate": "amounts are copied from the deal",
    "quantity": "quantities are copied from the deal",
    "line": "line keys are the bridge's own",
    "externalId": "external ids are functions of deal, kind and ordinal",
    "tranDate": "the order is dated by the deal's booking",
    "currency": "the currency is the deal's",
    "revRecStartDate": "dates of service follow from the deal and the treatment",
    "revRecEndDate": "dates of service follow from the deal and the treatment",
}


def vocabulary(treatments: Mapping[str, tuple[str, ...]], models: tuple[str, ...]) -> Vocabulary:
    """Return the words of the rulebook: facts, shapes, treatments, targets."""
    return Vocabulary(
        enums={
            "DealKind": tuple(DealKind),
            "Shape": tuple(Shape),
            "Action": tuple(Action),
            "Charge": tuple(Charge),
            "Recognition": tuple(Method),
            "Drawdown": tuple(DrawOrder),
            "Breakage": tuple(Breakage),
            "Cancelled": tuple(Cancelled),
            "Rollover": tuple(Rollover),
            "Bonus": tuple(BonusPrice),
            "Modification": tuple(Modification),
            "Correction": tuple(Correction),
            "Combination": tuple(Combination),
            "OrderStatus": ORDER_STATUSES,
            "Allocation": ALLOCATIONS,
        },
        records={"Deal": DEAL, "Line": LINE, "Change": CHANGE},
        treatments=treatments,
        targets=TARGETS,
        forbidden=FORBIDDEN,
        models=models,
        asked_with={"sales_order": "Deal", "sales_order_line": "Line", CORRECTION: "Change"},
        decided=DECIDED,
        computed=("Change",),
        describing=DESCRIBING,
        of_deals={
            MODIFICATION: "Modification",
            CORRECTION: "Correction",
            COMBINATION: "Combination",
        },
        needs=NEEDS,
        beside=BESIDE,
        abilities=ABILITIES,
        optional=(of_opportunities.MODEL,),
        questions={
            **questions.QUESTIONS,
            "sales_cloud": QUESTIONS,
            of_opportunities.MODEL: of_opportunities.QUESTIONS,
        },
    )


def of_deal(deal: Deal) -> dict[str, object]:
    """Return the facts of a deal, declared ones included."""
    return {
        "deal_id": deal.id,
        "deal_name": deal.name,
        "kind": deal.kind.value,
        "account_id": deal.account,
        "account_name": deal.account_name,
        "currency": deal.currency.code,
        "booked": deal.booked.decimal(),
        "booked_on": deal.booked_on,
        "line_count": len(deal.lines),
        **deal.facts,
    }


def of_line(line: Line, shape: Shape, deal_facts: Mapping[str, object]) -> dict[str, object]:
    """Return the facts of a line, declared ones included; `deal` holds those of its deal."""
    return {
        "line_id": line.id,
        "product": line.product,
        "product_name": line.product_name,
        "shape": shape.value,
        "action": line.action.value,
        "charge": line.charge.value,
        "quantity": line.quantity,
        **_price(line),
        "amount": line.amount.decimal(),
        "steps": len(line.segments),
        "price_changes": len({step.unit_price for step in line.segments}) > 1,
        "quantity_changes": len({step.quantity for step in line.segments}) > 1,
        "has_free_steps": bool(line.amount) and any(map(_is_free, line.segments)),
        "has_trial": any(step.trial for step in line.segments),
        **_service(line),
        "billing_frequency": line.billing_frequency,
        "billing_type": line.billing_type,
        "deal": deal_facts,
        **line.facts,
    }


def _is_free(step: Segment) -> bool:
    """Say whether a step gives something for nothing that is no trial."""
    return step.quantity > 0 and not step.amount and not step.trial


def _price(line: Line) -> dict[str, object]:
    """
    Return the price of the first step, the days that it is for, and what it comes to in a year.

    A price is for a time if it is charged again and again. The price of a year is exact, a fraction
    where it must be; it is blank where the price is for no time, or for no whole months.
    """
    first = line.segments[0]
    term = first.term if line.charge is Charge.RECURRING else None
    months = whole_months(term) if term else None
    price, of_price = first.unit_price.as_integer_ratio()
    return {
        "unit_price": first.unit_price,
        "price_days": term.days if term else None,
        "annual_price": Fraction(price * _YEAR, of_price * months) if months else None,
    }


def _service(line: Line) -> dict[str, FactValue]:
    term = line.term
    if term is None:
        return {"starts_on": None, "ends_on": None, "term_months": None}
    return {"starts_on": term.start, "ends_on": term.last, "term_months": whole_months(term)}
