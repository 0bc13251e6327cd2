"""Contracts of the scenarios, told deal by deal: each in the month in which it is judged."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from bridge.mappers import dossiers
from bridge.mappers.graph import Index
from bridge.mappers.shape import assembling
from bridge.mappers.shape.standing import element_of
from bridge.model.calendar import Period, months
from bridge.model.document import Document, Kind
from bridge.model.dossier import EarlierDocument
from bridge.model.schedule import Schedule
from bridge.rules.rulebook import Rulebook
from bridge.translate import Translated, Translation, translate
from tests.mappers import rules
from tests.mappers.scenarios import seed

#: Item -> how it is allocated, and at which fair value of a unit and a year.
BY_FAIR_VALUE = {"ENT": "NORMAL, 1200", "ULT": "NORMAL, 2000"}
KEEPING = {"ENT": "EXCLUDE, blank", "ULT": "EXCLUDE, blank"}
ABLE = ("order_dates_flow", "fair_values_flow", "arrangements_merge")
JANUARY = date(2026, 1, 1)
Name = tuple[str, int]


def files(how: str, items: Mapping[str, str]) -> dict[str, str]:
    """The shipped rules in an account that merges, with a choice for amendments and items."""
    texts = rules.files()
    account = texts["account.yaml"]
    for ability in ABLE:
        account = account.replace(f"{ability}: no", f"{ability}: yes")
    table = texts["items.yaml"].replace(
        "  recognition: Recognition\n",
        "  recognition: Recognition\n  allocation: Allocation\n  fair_value: decimal(18,2)?\n",
    )
    for product, said in items.items():
        kept = f"[{product}, SUB-{product}, STRAIGHT_LINE_EVEN"
        table = table.replace(f"{kept}]", f"{kept}, {said}]")
    for method in ("AT_ONCE", "ON_USE"):
        table = table.replace(f"{method}]", f"{method}, EXCLUDE, blank]")
    return texts | {
        "account.yaml": account,
        "items.yaml": table,
        "modifications.yaml": texts["modifications.yaml"].replace(
            "  amended: [AMENDMENT, separate_contract]", f"  amended: [AMENDMENT, {how}]"
        ),
        "order_lines.yaml": texts["order_lines.yaml"].replace(
            "  recognition: {is: known.recognition}\n",
            "  recognition: {is: known.recognition}\n"
            "  allocation: {is: known.allocation}\n"
            "  fairValue: {is: known.fair_value}\n",
        ),
    }


@cache
def book(how: str, *, keeping: bool = False) -> Rulebook:
    return rules.loaded(files(how, KEEPING if keeping else BY_FAIR_VALUE))


def periods(opened: date) -> tuple[Period, ...]:
    """Months of some years, closed before a day."""
    known = months(date(2025, 1, 1), date(2030, 12, 31))
    return tuple(replace(one, closed=one.term.end <= opened) for one in known)


def told(
    name: str,
    rulebook: Rulebook,
    opened: Sequence[date],
    *,
    invoiced: bool = False,
) -> list[Translation]:
    """
    What becomes of the deals of a scenario, each judged when a month is the first open one.

    Where it is said, every order is invoiced before the next deal.
    """
    known, done = seed(name), list[Translation]()
    index, earlier = Index(known.records), tuple[EarlierDocument, ...]()
    orders = filter(dossiers.is_booking, dossiers.orders(known.records))
    for order, since in zip(orders, opened, strict=True):
        frame = replace(known.frame, periods=periods(since))
        alone = dossiers.of_order(order, index, (), frame)
        found = translate(replace(alone, earlier=earlier), rulebook)
        done.append(found)
        if isinstance(found, Translated):
            made = assembling.earlier(found.documents, found.schedules)
            earlier += tuple(_billed(one) if invoiced else one for one in made)
    return done


def _billed(one: EarlierDocument) -> EarlierDocument:
    if one.kind is not Kind.SALES_ORDER:
        return one
    return replace(one, invoiced={line.key: line.quantity for line in one.lines})


def revenue(found: Sequence[Translation]) -> dict[str, dict[str, Decimal]]:
    """
    What is planned of each element by month, merges included.

    An element is named by the place of its deal, the kind of its document and the key of its line.
    """
    documents = _documents(found)
    places = {one.heading.id: place for place, one in enumerate(found, start=1)}
    return {
        f"{places[documents[name].deal]} {documents[name].kind} {key}": plan
        for (name, key), plan in by_element(found).items()
    }


def by_element(found: Sequence[Translation]) -> dict[Name, dict[str, Decimal]]:
    """What is planned of each element by month; it is named by document and key of its line."""
    documents = _documents(found)
    plans: dict[Name, dict[str, Decimal]] = {}
    schedules = [each for one in found if isinstance(one, Translated) for each in one.schedules]
    for schedule in schedules:
        plan = plans.setdefault(_element(documents, schedule), {})
        for part in schedule.planned:
            plan[part.period] = plan.get(part.period, Decimal(0)) + part.amount.decimal()
    return {
        name: {month: amount for month, amount in sorted(plan.items()) if amount}
        for name, plan in plans.items()
    }


def _documents(found: Sequence[Translation]) -> dict[str, Document]:
    assert all(isinstance(one, Translated) for one in found), found
    return {
        document.external_id: document
        for one in found
        if isinstance(one, Translated)
        for document in one.documents
    }


def _element(documents: Mapping[str, Document], schedule: Schedule) -> Name:
    document = documents[schedule.external_id]
    if document.kind is Kind.MERGE_REQUEST:
        return element_of(next(one for one in document.lines if one.key == schedule.line))
    if document.kind is Kind.ORDER_CHANGE and document.target:
        return document.target, schedule.line
    return document.external_id, schedule.line


def merge_of(found: Translation) -> Document:
    """The merge request that a deal became."""
    assert isinstance(found, Translated), found
    (document,) = [one for one in found.documents if one.kind is Kind.MERGE_REQUEST]
    return document
