"""What an editor offers to be written."""

from bridge.flow.rulebook import editions
from bridge.flow.rulebook.suggesting import suggestions
from bridge.rules.vocabulary import Vocabulary
from tests.stories.stand import SHIPPED, edition_of

NOTHING = Vocabulary(enums={}, records={}, treatments={}, targets={}, forbidden={}, models=())


def test_every_kind_of_word_is_offered_with_what_it_is() -> None:
    found = suggestions(editions.words(), edition_of(SHIPPED).rulebook)
    told = {(one.word, one.kind): one.says for one in found}
    assert told["decides", "key"] == "table"
    assert told["BLANKVALUE", "function"] == "BLANKVALUE(value, substitute)"
    assert "Line, boolean" in told["has_trial", "fact"]
    assert told["as_segments", "value"] == "treatment of RAMP"
    assert told["po_number", "fact"] == "Deal, Order"
    assert {one.kind for one in found} == {"key", "function", "fact", "field", "value"}


def test_rules_that_cannot_be_read_offer_what_every_rulebook_has() -> None:
    found = suggestions(NOTHING, None)
    assert {one.kind for one in found} == {"key", "function"}
    assert [one.word for one in found] == sorted({one.word for one in found})
