"""
The definition of a measure: each switch by its word, and no switch left to a default.

A currency in which all is reported may be left out: then each currency stands by itself.
"""

from collections.abc import Mapping
from datetime import date
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
from bridge.model.money import Currency
from bridge.rules.diagnostics import Problem, did_you_mean
from bridge.rules.files.fields import filled_text, listing_under, text_under, texts_of
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
    reported_in, rates_of = switches.reporting(converted)
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
        reported_in=reported_in,
        rates_of=rates_of,
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

    def reporting(self, converted: Converted | None) -> tuple[Currency | None, date | None]:
        """Take the reporting currency and the day of its rates, as far as the rate wants them."""
        money, day = self._optional("reported_in"), self._optional("rates_of")
        self._check_rate(money, day, converted)
        return (
            self._findings.attempt(money, _currency) if money else None,
            self._findings.attempt(day, _day) if day else None,
        )

    def _check_rate(self, money: Text | None, day: Text | None, rate: Converted | None) -> None:
        if money and rate is Converted.BOOKING:
            self._findings.add(
                money.place,
                "at the rate of each booking it is told in the currency of the books",
                "leave 'reported_in' out, or write converted: SPOT",
            )
        elif money and rate is Converted.CONSTANT and day is None:
            self._findings.add(
                money.place, "'rates_of' is missing: the day of constant rates", "2026-01-01"
            )
        if day and not (money and rate is Converted.CONSTANT):
            self._findings.add(
                day.place,
                "a day of rates is for constant rates in a reporting currency",
                "leave 'rates_of' out, or write converted: CONSTANT and reported_in: USD",
            )

    def _optional(self, key: str) -> Text | None:
        node = self._body.get(key)
        return filled_text(node, key, self._findings) if node is not None else None

    def _known(self, text: Text, words: type[Word]) -> Word | None:
        if text.value in list(words):
            return words(text.value)
        hint = did_you_mean(text.value, list(words), "words")
        self._findings.add(text.place, f"'{text.value}' is no word for this switch", hint)
        return None


def _currency(text: str) -> Currency:
    try:
        return Currency(text)
    except ValueError as error:
        raise Problem(str(error), 0, len(text), "reported_in: USD") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Problem(f"not a date: {error}", 0, len(text), "2026-01-31") from error
