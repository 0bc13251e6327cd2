"""The definition of a measure: each switch by its word, and no switch left to a default."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from bridge.model.measures.definition import (
    Annualised,
    Churned,
    Converted,
    Counted,
    GrossRetained,
    LeftOut,
    Measure,
    Reactivated,
    Retained,
    Segment,
)
from bridge.rules.diagnostics import did_you_mean
from bridge.rules.files.fields import listing_under, text_under, texts_of
from bridge.rules.files.header import Header
from bridge.rules.files.nodes import Text
from bridge.rules.files.reading import Reading

Word = TypeVar("Word", bound=StrEnum)


def read_measure(header: Header, reading: Reading) -> Measure | None:
    """Return what a file defines; None, with findings, where a word is missing or unknown."""
    switches = _Switches(header, reading)
    segment = switches.word("segment", Segment)
    counted = switches.word("counted", Counted)
    annualised = switches.word("annualised", Annualised)
    converted = switches.word("converted", Converted)
    churned = switches.word("churned", Churned)
    reactivated = switches.word("reactivated", Reactivated)
    retained = switches.word("retained", Retained)
    gross = switches.word("gross_retention", GrossRetained)
    left_out = switches.words("left_out", LeftOut)
    if not (segment and counted and annualised and converted and churned):
        return None
    if not (reactivated and retained and gross):
        return None
    return Measure(
        name=header.name.value,
        segment=segment,
        counted=counted,
        annualised=annualised,
        converted=converted,
        churned=churned,
        reactivated=reactivated,
        retained=retained,
        gross_retention=gross,
        left_out=left_out,
    )


def read_measures(headers: Mapping[str, Header], reading: Reading) -> Mapping[str, Measure]:
    """Return the measures of a rulebook by their names."""
    read = {name: read_measure(header, reading) for name, header in headers.items()}
    return {name: measure for name, measure in read.items() if measure}


class _Switches:
    """Takes the words of one file."""

    def __init__(self, header: Header, reading: Reading) -> None:
        self._body = header.body
        self._findings = reading.findings

    def word(self, key: str, words: type[Word]) -> Word | None:
        text = text_under(self._body, key, self._findings)
        return self._known(text, words) if text is not None else None

    def words(self, key: str, words: type[Word]) -> frozenset[Word]:
        listed = listing_under(self._body, key, self._findings)
        texts = texts_of(listed, key, self._findings)
        return frozenset(word for text in texts if (word := self._known(text, words)))

    def _known(self, text: Text, words: type[Word]) -> Word | None:
        if text.value in list(words):
            return words(text.value)
        hint = did_you_mean(text.value, list(words), "words")
        self._findings.add(text.place, f"'{text.value}' is no word for this switch", hint)
        return None
