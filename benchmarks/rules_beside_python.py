"""
Twenty expressions and a table of thirty rows: the rulebook beside hand-written Python.

Both decide the same lines in the same run, in CPU time on one core, the collector off; they take
turns, and the best of several rounds counts. Every answer of the one must equal that of the other.
The table's hand-written form is the loop over rows that anybody would write first.
"""

import gc
import time
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from workload.sales_lines import COLUMNS, LINES, ROWS, Line, lines, rulebook

from bridge.rules.outcomes import Mapped

ROUNDS = 8
DAY = date(2026, 1, 1)
CENT = Decimal("0.01")


def moved(day: date, months: int) -> date:
    """Return the day so many months later, the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> int:
    """Return the whole months between two days."""
    count = (end.year - start.year) * 12 + end.month - start.month
    return count - 1 if moved(start, count) > end else count


def half_up(value: Decimal, unit: Decimal = CENT) -> Decimal:
    """Round to a unit, half away from zero."""
    return value.quantize(unit, ROUND_HALF_UP)


def by_hand(line: Line) -> Line:
    """Compute the fields as a person would write them in Python."""
    quantity, net, price = line["quantity"], line["net_price"], line["list_price"]
    months, prior = line["term_months"], line["prior_net_price"]
    share = half_up((price - net) / price * 100, Decimal("0.0001")) if price else Decimal(0)
    mrr = (quantity * net / months).quantize(CENT, ROUND_HALF_EVEN) if months else Decimal(0)
    is_untaxed = line["country"] not in {"DE", "FR", "IE"}
    text = line["description"] if line["description"] is not None else line["product_name"]
    last = moved(line["start_date"], months) - timedelta(days=1)
    return {
        "row": row_by_hand(line),
        "amount": half_up(quantity * net),
        "list_amount": half_up(quantity * price),
        "discount": half_up(quantity * (price - net)),
        "discount_share": share,
        "months": months_between(line["start_date"], line["end_date"] + timedelta(days=1)),
        "mrr": mrr,
        "item_key": line["product_code"].strip().upper() + "-" + line["billing_frequency"],
        "external_id": "SF-" + line["line_id"] + "-" + str(line["segment_index"]),
        "memo": text[:40],
        "rev_start": max(line["start_date"], line["contract_start"]),
        "rev_end": min(line["end_date"], last),
        "ssp_total": half_up(quantity * line["ssp"]),
        "ssp_variance": half_up(quantity * net) - half_up(quantity * line["ssp"]),
        "below_ssp": net < line["ssp"] * Decimal("0.85"),
        "amount_usd": half_up(quantity * net * line["fx_rate"]),
        "price_delta": net - (prior if prior is not None else net),
        "po": line["po_number"] if line["po_number"] is not None else "N/A",
        "components_total": sum((each["amount"] for each in line["components"]), Decimal(0)),
        "tax_code": "AVATAX" if line["country"] == "US" else "NONE" if is_untaxed else "VAT",
        "is_service": (line["family"] in ("SERVICES", "TRAINING") and not line["is_ramp"])
        or (line["charge_type"] == "ONE_TIME" and prior is not None),
    }


#: The values that a cell accepts, or the least and the greatest of them; None for anything.
Accepted = frozenset[Any] | tuple[Decimal | None, Decimal | None] | None


def accepted(cell: str) -> Accepted:
    """Return what a cell accepts."""
    match cell.split(" "):
        case ["-"]:
            return None
        case [low, "..", high]:
            return Decimal(low), Decimal(high)
        case [">=", low]:
            return Decimal(low), None
        case ["<", high]:
            return None, Decimal(high) - 1  # whole months
        case _:
            words = {"blank": None, "yes": True, "no": False}
            return frozenset(words.get(word, word) for word in cell.split(", "))


def holds(cell: Accepted, value: Any) -> bool:
    """Return whether a cell accepts a value."""
    if cell is None:
        return True
    if isinstance(cell, frozenset):
        return value in cell
    low, high = cell
    return (low is None or value >= low) and (high is None or value <= high)


TABLE = [[accepted(cell.strip()) for cell in row.split("|")] for row in ROWS.splitlines()]


def row_by_hand(line: Line) -> int:
    """Return the first row that holds, 0 if none does."""
    values = [line[fact] for fact in COLUMNS.values()]
    for number, row in enumerate(TABLE, 1):
        if all(holds(cell, value) for cell, value in zip(row, values, strict=True)):
            return number
    return 0


def took(work: Callable[[Line], object], workload: Sequence[Line]) -> float:
    """Return the CPU time of all lines, in seconds; by hand it needs a context of its own."""
    with localcontext(prec=50):
        began = time.process_time()
        for line in workload:
            work(line)
        return time.process_time() - began


def best(works: Mapping[str, Callable[[Line], object]], workload: Sequence[Line]) -> list[float]:
    """Return the least CPU time of each, in seconds; they take turns by rounds."""
    gc.collect()
    gc.freeze()
    gc.disable()
    rounds = [[took(work, workload) for work in works.values()] for _ in range(ROUNDS)]
    gc.enable()
    return [min(times) for times in zip(*rounds, strict=True)]


def main() -> None:
    """Check the answers, then print one line for each figure."""
    book, workload = rulebook(), lines()
    with localcontext(prec=50):
        answers = [(book.map("line", line, DAY), by_hand(line)) for line in workload]
    wrong = sum(not isinstance(one, Mapped) or one.fields != other for one, other in answers)
    print(f"answers that differ from hand-written Python  {wrong:>10,} of {LINES:,}")
    works: dict[str, Callable[[Line], object]] = {
        "hand-written Python": by_hand,
        "rulebook": lambda line: book.map("line", line, DAY),
        "rulebook, each trace written out": lambda line: book.map("line", line, DAY).trace,
        "its table of 30 rows alone": lambda line: book.table("route", line, DAY),
    }
    hand, *others = best(works, workload)
    for what, seconds in zip(works, (hand, *others), strict=True):
        rate = LINES / seconds
        print(f"{what:<45} {rate:>10,.0f} lines/CPU-s  {hand / seconds:>5.2f} x by hand")


if __name__ == "__main__":
    main()
