"""What a contract is worth: its scope, its price, its rate and its fair values."""

from dataclasses import replace
from decimal import Decimal

from bridge.model.deal import Charge
from bridge.model.ids import DealId
from tests.reconcile.worlds import (
    EUR,
    Line,
    an_element,
    money,
    plan,
    rebook,
    rehold,
    rule,
    terms,
)


def at(line: Line, monthly: dict[str, int], **changes: object) -> None:
    """Let the order line, its plan and the prediction have other amounts."""
    total = money(sum(monthly.values()))
    rule(line, terms=terms(line, amount=total, **changes))
    rehold(line, terms=terms(line, amount=total, **changes))
    plan(line, monthly)
    line.expected[line.key] = {one: money(minor) for one, minor in monthly.items()}


def overage(line: Line) -> None:
    rebook(line, sold=(), charge=Charge.USAGE)
    for one in [one for one in line.amounts if one[0] == "PER-1"]:
        del line.amounts[one]
    line.add("SCP-4", line.by_month(line.monthly))


def rate(line: Line) -> None:
    """Booked at 1.10 and contracted at 1.20, in euro."""
    for name, one in (("sold", "1.10"), ("ruled", "1.20")):
        said = terms(line, amount=money(line.total, EUR), rate=Decimal(one))
        if name == "sold":
            rebook(line, sold=(said,))
        else:
            rule(line, terms=said)
            rehold(line, terms=said)
    element = replace(
        line.held[0].elements[0],
        sales=money(line.total, EUR),
        allocated=money(line.total, EUR),
        rate=Decimal("1.20"),
    )
    rehold(line, elements=(element,))
    line.expected[line.key] = {one: money(line.monthly, EUR) for one in line.served()}
    for code, period in list(line.amounts):
        factor = Decimal("1.10") if code == "PER-1" else Decimal("1.20")
        line.amounts[code, period] = int(line.amounts[code, period] * factor)
    line.add("FX-1", line.by_month(line.monthly // 10))


def fair_values(line: Line) -> None:
    """A second element of the arrangement takes a tenth; it is not on this line."""
    give = line.monthly // 10
    plan(line, line.by_month(line.monthly - give), sales=money(line.total))
    line.add("ALL-1", line.by_month(-give))
    other = replace(
        line.held[0],
        order="7" + line.held[0].order,
        key=None,
        stands_for=DealId("D-other"),
        elements=(
            replace(
                an_element(line, line.by_month(give)),
                id=f"E{line.number}b",
                sales=money(0),
                allocated=money(give * line.count),
            ),
        ),
    )
    line.held.append(other)
    line.add("POP-4", line.by_month(give))
    line.add("JRN-2", dict.fromkeys(line.served()[line.posted :], -give))


def otherwise_allocated(line: Line) -> None:
    """The books predicted that it keeps what it sells for."""
    fair_values(line)
    rule(line, allocated=money(line.total))
    for period in line.served():
        line.amounts["ALL-3", period] = line.amounts.pop(("ALL-1", period))
