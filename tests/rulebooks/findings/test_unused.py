"""What nothing uses is told, at its place; the rules that are shipped hold nothing of the kind."""

from pathlib import Path

import pytest

from bridge.flow.rulebook.editions import read_rules
from bridge.rulebooks.findings import unused
from bridge.rules.diagnostics import Severity

SHIPPED = read_rules(Path("config/rules"))
HEADER = "language: 1\nowner: a\nwhy: b\neffective: 2020-01-01 ..\n"
OTHERWISE = "otherwise: {exception: UNDECIDED, say: '\"x\"'}\n"
LOOKUP = (
    f"{HEADER}lookup: items\nfor: Line\nkey: {{product: product}}\n"
    f"gives: {{item: text, class: text}}\nrows:\n  - [ENT, SUB, A]\n{OTHERWISE}"
)
MAPPING = (
    f"{HEADER}mapping: sales_order_line\nfor: Line\nuses:\n  known: {{lookup: items}}\n"
    "fields:\n  item: {is: known.item}\n  class: known.class\n"
)
TABLE = (
    f"{HEADER}table: line_treatment\nfor: Line\ndecides: [FLAT]\n"
    "inputs:\n  charge: charge\n  months: term_months\noutputs: {treatment: treatment}\n"
    f'rows:\n  all: [RECURRING, "-", as_priced]\n  once: [ONE_TIME, "-", as_priced]\n{OTHERWISE}'
)
SOURCE = (
    f"{HEADER}source: cpq\nobjects:\n  Order:\n    becomes: Deal\n    facts:\n"
    '      po_number: {field: PoNumber, type: "text?"}\n    rest: watched\n'
)


def told(**files: str) -> list[tuple[str, int, int, str]]:
    found = unused.notes({f"{name}.yaml": text for name, text in files.items()})
    assert {one.severity for one in found} <= {Severity.NOTE}
    assert all(one.hint for one in found)
    return [(one.file, one.line, one.column, one.message) for one in found]


def test_the_shipped_rules_use_all_that_they_say() -> None:
    assert [one.text() for one in unused.notes(SHIPPED)] == []


def test_a_lookup_that_a_mapping_reads_whole_is_used() -> None:
    assert told(items=LOOKUP, lines=MAPPING) == []


def test_a_lookup_that_no_mapping_asks_is_told_once() -> None:
    assert told(items=LOOKUP) == [("items.yaml", 5, 9, "nothing asks the lookup 'items'")]


def test_a_lookup_that_is_named_and_not_read_is_not_used() -> None:
    silent = MAPPING.replace("known.item", '"A"').replace("known.class", "BLANK")
    assert told(items=LOOKUP, lines=silent) == [
        ("items.yaml", 5, 9, "nothing asks the lookup 'items'")
    ]


def test_an_output_that_no_mapping_reads_is_told() -> None:
    without = MAPPING.replace("  class: known.class\n", "")
    assert told(items=LOOKUP, lines=without) == [
        ("items.yaml", 8, 21, "nothing reads the output 'class' of items")
    ]


def test_an_output_that_a_check_alone_reads_is_used() -> None:
    checked = MAPPING.replace("  class: known.class\n", "") + (
        "check:\n  - {that: 'known.class <> \"Z\"', otherwise: CLASS_Z, say: '\"no\"'}\n"
    )
    assert told(items=LOOKUP, lines=checked) == []


def test_an_input_that_no_row_asks_for_is_told() -> None:
    assert told(lines=TABLE) == [("lines.yaml", 10, 3, "no row asks for 'months'")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('[RECURRING, "-",', '[RECURRING, "1 ..",'),
        ("otherwise:", "assume: [{months: 0}]\notherwise:"),
    ],
)
def test_an_input_that_a_row_or_an_assumption_names_is_used(old: str, new: str) -> None:
    assert told(lines=TABLE.replace(old, new)) == []


def test_a_fact_that_no_rule_reads_takes_its_field_out_of_watch() -> None:
    assert told(cpq=SOURCE) == [
        ("cpq.yaml", 10, 7, "no rule reads the fact 'po_number', and PoNumber is not watched")
    ]


@pytest.mark.parametrize(("kind", "notes"), [("date?", 0), ("date", 0), ("text?", 1)])
def test_the_start_event_is_read_by_reconciliations_if_it_is_a_day(kind: str, notes: int) -> None:
    event = SOURCE.replace("po_number", "start_event_on").replace("text?", kind)
    assert len(told(cpq=event)) == notes


@pytest.mark.parametrize("expression", ["deal.po_number", "BLANKVALUE(deal.po_number, product)"])
def test_a_fact_of_the_deal_that_a_line_reads_is_used(expression: str) -> None:
    mapping = MAPPING.replace("class: known.class", f"class: {expression}")
    messages = [message for *_, message in told(cpq=SOURCE, items=LOOKUP, lines=mapping)]
    assert messages == ["nothing reads the output 'class' of items"]


def test_a_fact_that_a_sentence_reads_is_used() -> None:
    speaking = TABLE.replace("'\"x\"'", "'BLANKVALUE(deal.po_number, \"none\")'")
    assert [file for file, *_ in told(cpq=SOURCE, lines=speaking)] == ["lines.yaml"]


def test_the_output_of_the_scope_and_the_treatment_are_read_by_the_bridge() -> None:
    scope = (
        f"{HEADER}table: scope\nfor: Deal\ninputs: {{kind: kind}}\n"
        f"outputs: {{scope: [TRANSLATE, EXCLUDE], why_not: text}}\n"
        "rows:\n  a: [NEW, TRANSLATE, x]\n"
        f"{OTHERWISE}"
    )
    assert [message for *_, message in told(scope=scope)] == [
        "nothing reads the output 'why_not' of scope"
    ]
