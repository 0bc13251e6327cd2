"""A rule file says what it seems to say: characters that deceive are refused at their place."""

import pytest

from bridge.rules.files.characters import strange

MEANT = "in double quotes if it is meant"
DECEIVING = {
    "a zero width space": (
        "item: E\u200bNT",
        7,
        "U+200B (zero width space) is not seen",
        f'leave it out, or write it as "\\u200B" {MEANT}',
    ),
    "a mark that turns the order of letters": (
        "why: \u202etxet",
        5,
        "U+202E (right-to-left override) is not seen",
        f'leave it out, or write it as "\\u202E" {MEANT}',
    ),
    "a space that no line breaks at": (
        "item: ENT\u00a0",
        9,
        "U+00A0 (no-break space) is not seen",
        f'leave it out, or write it as "\\u00A0" {MEANT}',
    ),
    "a line break that editors do not show": (
        "# a remark\u2028item: X",
        10,
        "U+2028 (line separator) is not seen",
        f'leave it out, or write it as "\\u2028" {MEANT}',
    ),
    "a letter that shows nothing": (
        "item: ENT\u3164",
        9,
        "U+3164 (hangul filler) is not seen",
        f'leave it out, or write it as "\\u3164" {MEANT}',
    ),
    "a Cyrillic letter among Latin ones": (
        "item: \u0415NT",
        6,
        "U+0415 (cyrillic capital letter ie) stands among Latin letters and looks like one of them",
        f'type the Latin letter, or write it as "\\u0415" {MEANT}',
    ),
    "a bold letter of mathematics": (
        "item: EN\U0001d413",
        8,
        (
            "U+1D413 (mathematical bold capital t) stands among Latin letters and looks like one "
            "of them"
        ),
        f'type the Latin letter, or write it as "\\U0001D413" {MEANT}',
    ),
    "an accent apart from its letter": (
        "item: Cafe\u0301",
        10,
        (
            "U+0301 (combining acute accent) stands apart from its letter, and texts are compared "
            "as written"
        ),
        f'type the two as one letter, or write it as "\\u0301" {MEANT}',
    ),
    "a line end of old machines": (
        "item: X\rhidden: Y",
        7,
        "a carriage return (U+000D) alone ends no line",
        "save the file with the line ends of this system",
    ),
    "the line end of mainframes": (
        "# a remark\u0085item: X",
        10,
        "the character U+0085 cannot stand in a rule file",
        "save the file as UTF-8 text, without a mark before it",
    ),
}


@pytest.mark.parametrize(("text", "index", "message", "hint"), DECEIVING.values(), ids=DECEIVING)
def test_a_character_that_deceives_is_refused(
    text: str, index: int, message: str, hint: str
) -> None:
    assert strange(text) == (index, message, hint)


@pytest.mark.parametrize(
    "text",
    [
        "why: für Kunden, à la carte, 契約\n",
        "why: Договор аренды, Σύμβαση\n",
        "item: 'Δ-NET 5 µm'\n",
        "item: ENT\r\nwhy: two\r\n",
        'item: "E\\u200BNT"\n',
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert strange(text) is None


def test_the_first_of_several_is_told() -> None:
    found = strange("a: \u0415NT\nb: \u200b\n")
    assert found is not None
    assert found.at == 3
