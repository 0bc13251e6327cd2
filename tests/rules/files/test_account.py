"""A treatment that needs what the account cannot do is refused at its cell."""

from dataclasses import replace

import pytest

from bridge.rules.rulebook import RulebookInvalid, load
from bridge.rules.vocabulary import Vocabulary

WORDS = Vocabulary(
    enums={},
    records={"Line": {"open": "boolean"}},
    treatments={"RAMP": ("as_segments", "by_share"), "FLAT": ("by_share",)},
    targets={},
    forbidden={},
    models=(),
    needs={"by_share": ("shares_flow",)},
    abilities={"shares_flow": "shares reach revenue", "dates_flow": "dates do"},
)
HEADER = "language: 1\nowner: a\nwhy: b\neffective: 2020-01-01 ..\n"


def files(can: str | None, shape: str = "RAMP", treatment: str = "by_share") -> dict[str, str]:
    table = (
        f"{HEADER}table: t\nfor: Line\ndecides: [{shape}]\ninputs: {{open: open}}\n"
        f'outputs: {{treatment: treatment}}\nrows:\n  a: ["-", {treatment}]\n'
        "otherwise: {exception: UNDECIDED, say: '\"x\"'}\n"
    )
    account = {} if can is None else {"account.yaml": f"{HEADER}account: netsuite\ncan:\n{can}\n"}
    return {"t.yaml": table, **account}


def refused(
    texts: dict[str, str], words: Vocabulary = WORDS
) -> list[tuple[str, int, int, str, str | None]]:
    with pytest.raises(RulebookInvalid) as caught:
        load(texts, words)
    return [
        (one.file, one.line, one.column, one.message, one.hint) for one in caught.value.diagnostics
    ]


def test_a_treatment_is_taken_where_the_account_can_do_what_it_needs() -> None:
    assert load(files("  shares_flow: yes"), WORDS).deciding["RAMP"]


@pytest.mark.parametrize(
    ("can", "why"),
    [
        ("  shares_flow: no", "the account cannot"),
        ("  dates_flow: yes", "nobody has said that the account can"),
        (None, "nobody has said that the account can"),
    ],
)
def test_a_treatment_is_refused_where_it_cannot_or_nobody_has_said(
    can: str | None, why: str
) -> None:
    assert refused(files(can)) == [
        (
            "t.yaml",
            11,
            12,
            f"the treatment 'by_share' needs shares_flow, which {why}",
            "shares_flow means that shares reach revenue; without it: as_segments",
        )
    ]


def test_where_every_treatment_of_a_shape_needs_it_none_is_offered_instead() -> None:
    ((*_, hint),) = refused(files(None, shape="FLAT"))
    assert hint == "shares_flow means that shares reach revenue"


def test_a_treatment_without_needs_asks_nothing_of_the_account() -> None:
    assert load(files(None, treatment="as_segments"), WORDS).deciding["RAMP"]


@pytest.mark.parametrize(
    ("can", "message", "hint"),
    [
        ("  share_flow: yes", "no treatment needs 'share_flow'", "did you mean 'shares_flow'?"),
        ("  shares_flow: true", "'true' is not yes or no", None),
    ],
)
def test_what_the_account_file_says_is_checked(can: str, message: str, hint: str | None) -> None:
    first = refused(files(can, treatment="as_segments"))[0]
    assert (first[0], first[1], first[3], first[4]) == ("account.yaml", 7, message, hint)


def test_there_is_one_account() -> None:
    texts = files("  shares_flow: yes")
    other = texts["account.yaml"].replace("account: netsuite", "account: other")
    assert [message for *_, message, _ in refused({**texts, "other.yaml": other})] == [
        "there is one account, and one file for it"
    ]


def outcomes(
    can: str, outputs: str, values: str, table: str = "t", of: str = "Line"
) -> dict[str, str]:
    """A table whose outcome is a member of an enum that the code gives to the rules."""
    text = (
        f"{HEADER}table: {table}\nfor: {of}\ninputs: {{open: open}}\n"
        f'outputs: {{{outputs}}}\nrows:\n  a: ["-", {values}]\n'
        "otherwise: {exception: UNDECIDED, say: '\"x\"'}\n"
    )
    return {"t.yaml": text, "account.yaml": f"{HEADER}account: netsuite\ncan:\n{can}\n"}


ENUMS = replace(
    WORDS,
    enums={"Sharing": ("apart", "by_share")},
    records={"Line": {"open": "boolean"}, "Deal": {"open": "boolean"}},
    of_deals={"sharing": "Sharing"},
)


def test_a_member_of_an_enum_is_refused_where_the_account_cannot_do_what_it_needs() -> None:
    texts = outcomes("  shares_flow: no", "how: Sharing", "by_share")
    assert refused(texts, ENUMS) == [
        (
            "t.yaml",
            10,
            12,
            "'by_share' needs shares_flow, which the account cannot",
            "shares_flow means that shares reach revenue; without it: apart",
        )
    ]
    assert load(outcomes("  shares_flow: no", "how: Sharing", "apart"), ENUMS).tables["t"]
    assert load(outcomes("  shares_flow: yes", "how: Sharing", "by_share"), ENUMS).tables["t"]


def test_a_word_of_a_list_of_the_table_itself_needs_nothing() -> None:
    assert load(outcomes("  shares_flow: no", "how: [by_share]", "by_share"), ENUMS).tables["t"]


def test_a_table_that_the_code_asks_with_a_deal_is_for_deals_and_has_its_output() -> None:
    wrong = outcomes("  shares_flow: yes", "how: Sharing", "apart", table="sharing")
    ((*_, message, hint),) = refused(wrong, ENUMS)
    assert (message, hint) == ("this table is asked with the facts of a Deal", "for: Deal")
    wrong = outcomes("  shares_flow: yes", "how: Sharing", "apart", table="sharing", of="Deal")
    ((*_, message, hint),) = refused(wrong, ENUMS)
    assert message == "the table 'sharing' needs the output 'sharing' of the type Sharing"
    assert hint == "outputs: {sharing: Sharing}"
