"""The method that a rule names is the one by which NetSuite recognises the item."""

from bridge.rulebooks.findings import recognition
from tests.mappers import rules

SHIPPED = rules.files()
EVEN, ONCE = "Straight-line by even periods", "At once, on the source date"
ITEMS = {"SUB-ENT": EVEN, "SUB-ULT": EVEN, "ONBOARDING": ONCE, "API-CALLS": ONCE}


def told(item_rules: dict[str, str | None], **changed: str) -> list[str]:
    files = {**SHIPPED, **{f"{name}.yaml": text for name, text in changed.items()}}
    return [one.text() for one in recognition.findings(files, item_rules)]


def place_of(file: str, piece: str) -> str:
    lines = SHIPPED[file].splitlines()
    (number,) = [number for number, line in enumerate(lines, start=1) if piece in line]
    return f"{file}:{number}:"


def test_items_whose_rule_follows_the_method_that_is_named_are_fine() -> None:
    assert told({**ITEMS}) == []


def test_a_method_that_the_rule_of_its_item_does_not_follow_is_refused() -> None:
    (found,) = told({**ITEMS, "SUB-ULT": ONCE})
    row = "[ULT, SUB-ULT, STRAIGHT_LINE_EVEN]"
    column = SHIPPED["items.yaml"].splitlines()
    (line,) = [line for line in column if row in line]
    assert found == (
        f"{place_of('items.yaml', row)}{line.index('STRAIGHT') + 1}: NetSuite recognises SUB-ULT "
        "by 'At once, on the source date', which is AT_ONCE\n"
        "  hint: write AT_ONCE, or give the item another rule in NetSuite"
    )


def test_an_item_without_a_rule_is_refused_for_nothing_would_be_planned() -> None:
    (found,) = told({**ITEMS, "SUB-ENT": None})
    assert "NetSuite's item SUB-ENT has no revenue recognition rule" in found


def test_a_rule_that_nobody_has_described_is_a_warning_once() -> None:
    (found,) = told({**ITEMS, "SUB-ENT": "Our own", "SUB-ULT": "Our own"})
    assert found == (
        f"{place_of('items.yaml', '[ENT, SUB-ENT')}11: warning: NetSuite recognises SUB-ENT by "
        "'Our own', and nobody has said which method that is\n"
        "  hint: recognises: {Our own: STRAIGHT_LINE_EVEN} in the file of the account"
    )


def test_what_is_recognised_by_use_or_is_not_in_netsuite_is_not_compared() -> None:
    assert told({"API-CALLS": EVEN, "PREPAID-CREDITS": None}) == []


def test_a_method_that_no_row_gives_with_its_item_is_not_compared() -> None:
    lines = SHIPPED["order_lines.yaml"].replace("known.recognition", "'\"AT_ONCE\"'")
    assert told({**ITEMS, "SUB-ULT": ONCE}, order_lines=lines) == []
