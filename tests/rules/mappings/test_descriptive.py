"""Which fields a mapping may call descriptive."""

import pytest

from bridge.rules.rulebook import RulebookInvalid
from tests.mappers import rules


def refused(file: str, listed: str) -> tuple[str, str | None]:
    """What the checker says of a list, and what it advises; there is one finding, at its place."""
    texts = rules.files()
    (line,) = [one for one in texts[file].splitlines() if one.startswith("descriptive:")]
    with pytest.raises(RulebookInvalid) as invalid:
        rules.loaded({**texts, file: texts[file].replace(line, f"descriptive: {listed}")})
    (found,) = invalid.value.diagnostics
    assert found.file == file
    return found.message, found.hint


def test_the_shipped_mappings_say_which_of_their_fields_describe() -> None:
    shipped = rules.shipped()
    assert shipped.descriptive("sales_order") == {"memo", "otherRefNum"}
    assert shipped.descriptive("sales_order_line") == {"description"}
    assert shipped.descriptive("no_such_mapping") == frozenset()


@pytest.mark.parametrize("field", ["terms", "entity", "class", "orderStatus", "billingSchedule"])
def test_a_field_by_which_something_goes_is_refused(field: str) -> None:
    message, hint = refused("orders.yaml", f"[memo, {field}]")
    assert message == f"'{field}' does not only describe: what was agreed goes by it"
    assert hint == "only these describe: memo, otherRefNum"


@pytest.mark.parametrize(
    ("listed", "message", "hint"),
    [
        ("[memmo]", "unknown field 'memmo'", "did you mean 'memo'?"),
        ("[memo, memo]", "the field 'memo' stands here twice", None),
        ("memo", "'descriptive' must be a list, this is a text", "write [A, B]"),
    ],
)
def test_a_slip_of_the_pen_is_named(listed: str, message: str, hint: str | None) -> None:
    assert refused("orders.yaml", listed) == (message, hint)


def test_a_field_that_the_mapping_does_not_set_cannot_describe() -> None:
    texts = rules.files()
    (line,) = [one for one in texts["orders.yaml"].splitlines() if one.startswith("  memo:")]
    with pytest.raises(RulebookInvalid) as invalid:
        rules.loaded({**texts, "orders.yaml": texts["orders.yaml"].replace(f"{line}\n", "")})
    (found,) = invalid.value.diagnostics
    assert found.message == "the mapping does not set the field 'memo'"


def test_no_source_gives_facts_of_a_change() -> None:
    texts = rules.files()
    file = "sources/cpq.yaml"
    with pytest.raises(RulebookInvalid) as invalid:
        rules.loaded({**texts, file: texts[file].replace("becomes: Deal", "becomes: Change", 1)})
    assert "unknown record 'Change'" in [one.message for one in invalid.value.diagnostics]
