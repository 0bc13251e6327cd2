"""
A rulebook of twenty expressions and a table of thirty rows, and 10,000 lines of sales for it.

Prices have four decimals, some facts are blank, each line has a list; the lines are ever the same.
"""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from bridge.model.calendar import add_months
from bridge.rules.rulebook import Rulebook, load
from bridge.rules.vocabulary import Vocabulary

LINES = 10_000

Line = dict[str, Any]

ENUMS = {
    "Family": ("SOFTWARE", "SUPPORT", "SERVICES", "TRAINING", "HARDWARE", "CREDITS"),
    "Charge": ("RECURRING", "ONE_TIME", "USAGE"),
    "Billing": ("MONTHLY", "QUARTERLY", "ANNUAL", "UPFRONT"),
    "Change": ("ADD", "REMOVE", "PRICE_CHANGE", "EXTEND"),
    "Country": ("US", "DE", "FR", "IE", "GB", "JP"),
}
FACTS = {
    "line_id": "text",
    "product_code": "text",
    "product_name": "text",
    "description": "text?",
    "family": "Family",
    "charge_type": "Charge",
    "billing_frequency": "Billing",
    "quantity": "decimal(14,4)",
    "list_price": "decimal(14,4)",
    "net_price": "decimal(14,4)",
    "ssp": "decimal(14,4)",
    "fx_rate": "decimal(10,5)",
    "prior_net_price": "decimal(14,4)?",
    "discount_pct": "decimal(5,2)",
    "start_date": "date",
    "end_date": "date",
    "contract_start": "date",
    "term_months": "integer",
    "segment_index": "integer",
    "is_ramp": "boolean",
    "amendment_type": "Change?",
    "country": "Country",
    "po_number": "text?",
    "components": "list(Component)",
}
#: Field -> its type and its expression; with the row of the table, 21 fields.
FIELDS: dict[str, tuple[str, str]] = {
    "amount": ("decimal(30,2)", "ROUND(quantity * net_price, 2)"),
    "list_amount": ("decimal(30,2)", "ROUND(quantity * list_price, 2)"),
    "discount": ("decimal(30,2)", "ROUND(quantity * (list_price - net_price), 2)"),
    "discount_share": (
        "decimal(30,4)",
        "IF(list_price = 0, 0, ROUND((list_price - net_price) / list_price * 100, 4))",
    ),
    "months": ("integer", "MONTHS_BETWEEN(start_date, end_date + 1)"),
    "mrr": (
        "decimal(30,2)",
        "IF(term_months = 0, 0, ROUND_EVEN(quantity * net_price / term_months, 2))",
    ),
    "item_key": ("text", 'UPPER(TRIM(product_code)) & "-" & billing_frequency'),
    "external_id": ("text", '"SF-" & line_id & "-" & TEXT(segment_index)'),
    "memo": ("text", "LEFT(BLANKVALUE(description, product_name), 40)"),
    "rev_start": ("date", "MAX(start_date, contract_start)"),
    "rev_end": ("date", "MIN(end_date, EDATE(start_date, term_months) - 1)"),
    "ssp_total": ("decimal(30,2)", "ROUND(quantity * ssp, 2)"),
    "ssp_variance": ("decimal(30,2)", "ROUND(quantity * net_price, 2) - ROUND(quantity * ssp, 2)"),
    "below_ssp": ("boolean", "net_price < ssp * 0.85"),
    "amount_usd": ("decimal(30,2)", "ROUND(quantity * net_price * fx_rate, 2)"),
    "price_delta": ("decimal(20,4)", "net_price - BLANKVALUE(prior_net_price, net_price)"),
    "po": ("text", 'BLANKVALUE(po_number, "N/A")'),
    "components_total": ("decimal(30,2)", "SUM(components, amount)"),
    "tax_code": (
        "text",
        'CASE(country, "US", "AVATAX", "DE", "VAT", "FR", "VAT", "IE", "VAT", "NONE")',
    ),
    "is_service": (
        "boolean",
        (
            'family IN ("SERVICES", "TRAINING") AND NOT is_ramp'
            ' OR charge_type = "ONE_TIME" AND prior_net_price <> BLANK'
        ),
    ),
}
COLUMNS = {
    "family": "family",
    "charge": "charge_type",
    "billing": "billing_frequency",
    "discount": "discount_pct",
    "months": "term_months",
    "ramp": "is_ramp",
    "change": "amendment_type",
}
#: The rows, a cell for each column.
ROWS = """\
SOFTWARE | RECURRING | ANNUAL | 0 .. 19.99 | - | no | blank
SOFTWARE | RECURRING | ANNUAL | 20 .. 49.99 | - | no | blank
SOFTWARE | RECURRING | ANNUAL | >= 50 | - | no | blank
SOFTWARE | RECURRING | MONTHLY, QUARTERLY | - | < 13 | no | blank
SOFTWARE | RECURRING | MONTHLY, QUARTERLY | - | >= 13 | no | blank
SOFTWARE | RECURRING | UPFRONT | - | - | no | blank
SOFTWARE | RECURRING | - | - | < 13 | yes | blank
SOFTWARE | RECURRING | - | 0 .. 49.99 | >= 13 | yes | blank
SOFTWARE | RECURRING | - | >= 50 | >= 13 | yes | blank
SOFTWARE | ONE_TIME | - | - | - | - | blank
SOFTWARE | USAGE | - | - | - | - | blank
SUPPORT | RECURRING | - | 0 .. 49.99 | - | no | blank
SUPPORT | RECURRING | - | >= 50 | - | no | blank
SUPPORT | RECURRING | - | - | - | yes | blank
SUPPORT | ONE_TIME, USAGE | - | - | - | - | blank
SERVICES | ONE_TIME | - | 0 .. 29.99 | - | - | blank
SERVICES | ONE_TIME | - | >= 30 | - | - | blank
SERVICES | RECURRING, USAGE | - | - | - | - | blank
TRAINING | - | - | - | < 13 | - | blank
TRAINING | - | - | - | >= 13 | - | blank
HARDWARE | ONE_TIME | - | - | - | - | blank
CREDITS | ONE_TIME | UPFRONT | - | - | - | blank
CREDITS | USAGE | - | - | - | - | blank
SOFTWARE, SUPPORT | - | - | 0 .. 39.99 | - | - | ADD
SOFTWARE, SUPPORT | - | - | >= 40 | - | - | ADD
SOFTWARE, SUPPORT | - | - | - | - | - | REMOVE
SOFTWARE, SUPPORT | - | - | - | - | - | PRICE_CHANGE
SOFTWARE, SUPPORT | - | - | - | >= 13 | - | EXTEND
SERVICES, TRAINING | - | - | - | - | - | "ADD, REMOVE"
CREDITS | - | - | - | - | - | "ADD, EXTEND"
""".replace('"', "")
HEADER = "language: 1\nowner: bench\nwhy: measurement\neffective: 2020-01-01 ..\n"


def rulebook() -> Rulebook:
    """Return the rulebook of the workload, loaded and checked like any other."""
    rows = [
        f"  r{number}: [{', '.join(repr(cell.strip()) for cell in row.split('|'))}, {number}]"
        for number, row in enumerate(ROWS.splitlines(), 1)
    ]
    table = [
        "table: route\nfor: Line\nhit: first\ninputs:",
        *(f"  {name}: {fact}" for name, fact in COLUMNS.items()),
        "outputs: {row: integer}\nrows:",
        *rows,
        "  others: [{}, 0]".format(", ".join(["'-'"] * len(COLUMNS))),
        "otherwise: {exception: NO_ROUTE, say: '\"no route\"'}",
    ]
    mapping = [
        "mapping: line\nfor: Line\nuses:\n  route: {table: route}\nfields:\n  row: {is: route.row}",
        *(f"  {name}: {{is: '{source}'}}" for name, (_, source) in FIELDS.items()),
    ]
    files = {"table.yaml": table, "mapping.yaml": mapping}
    return load({name: HEADER + "\n".join(text) for name, text in files.items()}, vocabulary())


def vocabulary() -> Vocabulary:
    """Return the facts of a line, and the fields that a rule may set."""
    targets = {"row": "integer"} | {name: target for name, (target, _) in FIELDS.items()}
    return Vocabulary(
        enums=ENUMS,
        records={"Line": FACTS, "Component": {"code": "text", "amount": "decimal(18,2)"}},
        treatments={},
        targets={"line": targets},
        forbidden={},
        models=(),
    )


def lines() -> list[Line]:
    """Return the lines of the workload: prices of four decimals, blanks, lists; ever the same."""
    chance = Random(7)  # noqa: S311 - the same lines in each run, no secret
    return [_line(number, chance) for number in range(LINES)]


def _often(chance: Random, tenths: int) -> bool:
    return chance.randrange(10) < tenths


def _line(number: int, chance: Random) -> Line:
    price = Decimal(chance.randrange(1, 5_000_000)).scaleb(-4)
    discount = Decimal(chance.randrange(9000)).scaleb(-4)
    net = (price * (1 - discount)).quantize(Decimal("0.0001"))
    months = chance.choice([1, 6, 12, 12, 12, 18, 24, 36, 36, 60])
    start = date(2024, 1, 1) + timedelta(days=chance.randrange(900))
    enums = {name: chance.choice(members) for name, members in ENUMS.items()}
    pieces = Decimal(chance.choice([1, 3, 5, 7, 12, 25, 100, 250, 1000]))
    return {
        "line_id": f"a1{number:07d}",
        "product_code": f" prod-{number % 37:03d} ",
        "product_name": f"Product number {number % 37}, enterprise edition with a long name",
        "description": None if _often(chance, 5) else f"Custom description {number}",
        "family": enums["Family"],
        "charge_type": enums["Charge"],
        "billing_frequency": enums["Billing"],
        "quantity": pieces if _often(chance, 8) else Decimal(number + 1).scaleb(-3),
        "list_price": price if chance.randrange(100) else Decimal(0),
        "net_price": net,
        "ssp": (price * Decimal("0.9")).quantize(Decimal("0.0001")),
        "fx_rate": Decimal(chance.randrange(50_000, 160_000)).scaleb(-5),
        "prior_net_price": None if _often(chance, 6) else net + chance.randrange(-100, 100),
        "discount_pct": (discount * 100).quantize(Decimal("0.01")),
        "start_date": start,
        "end_date": add_months(start, months) - timedelta(days=1),
        "contract_start": start - timedelta(days=chance.randrange(-20, 20)),
        "term_months": months,
        "segment_index": chance.randrange(1, 6),
        "is_ramp": _often(chance, 3),
        "amendment_type": None if _often(chance, 2) else enums["Change"],
        "country": enums["Country"],
        "po_number": None if _often(chance, 5) else f"PO-{number}",
        "components": [
            {"code": f"c{at}", "amount": Decimal(chance.randrange(10**7)).scaleb(-2)}
            for at in range(3)
        ],
    }
