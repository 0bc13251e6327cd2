from hypothesis import given
from hypothesis import strategies as st

from bridge.queue.mentions import Piece, mentioned, pieces

PEOPLE = ("Ana", "Ana Example", "Ben", 'Cara "C" <b>', "Ünal", "@t")


def test_a_name_is_mentioned_however_it_is_written_and_the_longest_counts() -> None:
    assert mentioned('@ana example, @"Ben" and @ben', PEOPLE) == ("Ana Example", "Ben")
    assert mentioned("@Ana Exampled", PEOPLE) == ("Ana",)
    assert mentioned("(@ÜNAL)", PEOPLE) == ("Ünal",)


def test_addresses_of_mail_parts_of_words_and_strangers_stay_text() -> None:
    for text in ("x@ben", "ana@ben.example", "@Bennet", "@Ben_2", "@Nobody", '@"Ben', "@", "@@@"):
        assert pieces(text, PEOPLE) == (Piece(text),)


def test_a_name_with_signs_of_its_own_is_found_too() -> None:
    assert mentioned('see @Cara "C" <b>', PEOPLE) == ('Cara "C" <b>',)
    assert mentioned("see @@t", PEOPLE) == ("@t",)


def test_what_stands_between_mentions_stays_as_it_was() -> None:
    assert pieces("ask @Ben now", PEOPLE) == (Piece("ask "), Piece("@Ben", "Ben"), Piece(" now"))
    assert pieces("nobody", PEOPLE) == (Piece("nobody"),)


@given(
    st.lists(st.sampled_from(["@", '"', " ", "<", "x", "Ana", "Example", "Ben", "@Ben", "\n"])),
    st.lists(st.sampled_from(PEOPLE)),
)
def test_the_pieces_of_a_text_are_the_text(parts: list[str], names: list[str]) -> None:
    text = "".join(parts)
    assert "".join(one.text for one in pieces(text, names)) == text
