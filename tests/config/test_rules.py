"""The rules that are shipped load without a mistake, each by itself and as a whole."""

import pytest

from bridge.rules.diagnostics import Severity
from bridge.rules.rulebook import RulebookInvalid
from tests.mappers import rules


def test_the_shipped_rules_load_with_notes_alone() -> None:
    notes = rules.shipped().notes
    assert [note.text() for note in notes if note.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("file", sorted(rules.files()))
def test_every_shipped_file_is_needed_and_says_who_owns_it_and_why(file: str) -> None:
    text = rules.files()[file]
    assert "\nowner: " in text
    assert "\nwhy: " in text
    assert text.startswith("language: 1\n")


def test_one_mistake_in_a_shipped_file_is_refused_with_its_place() -> None:
    with pytest.raises(RulebookInvalid) as refused:
        rules.changed("items.yaml", "key:\n  product: product", "key:\n  product: produkt")
    (found,) = refused.value.diagnostics
    assert found.file == "items.yaml"
    assert "product" in found.text()


def test_rules_have_the_same_version_however_their_files_are_ordered() -> None:
    texts = rules.files()
    backwards = dict(reversed(list(texts.items())))
    assert rules.loaded(backwards).version == rules.shipped().version
    changed = rules.changed("items.yaml", "SUB-ULT", "SUB-ULTIMATE")
    assert changed.version != rules.shipped().version
