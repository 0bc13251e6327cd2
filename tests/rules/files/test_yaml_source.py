"""Rule files are read as the text that was written, and hostile files are refused in words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.rules.files.findings import Findings
from bridge.rules.files.nodes import Listing, Node, Section, Text
from bridge.rules.files.yaml_source import CHARACTERS_MAX, read


def plain(node: Node | None) -> object:
    """A node without its positions."""
    match node:
        case Text():
            return node.value
        case Listing():
            return [plain(each) for each in node.items]
        case Section():
            return {key.value: plain(each) for key, each in node}
        case None:
            return None


def told(text: str) -> list[str]:
    findings = Findings()
    read("a.yaml", text, findings)
    return [each.text() for each in findings.diagnostics]


def test_every_scalar_stays_the_text_that_was_written() -> None:
    findings = Findings()
    text = 'a: [NO, 1.20, 22:30, 0100, 2026-01-31, null, ~, "", yes]\nb:\n  c: =x\n'
    assert plain(read("a.yaml", text, findings)) == {
        "a": ["NO", "1.20", "22:30", "0100", "2026-01-31", "null", "~", "", "yes"],
        "b": {"c": "=x"},
    }
    assert findings.diagnostics == ()


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("", "a.yaml:1:1: the file is empty"),
        ("# only a remark\n", "a.yaml:1:1: the file is empty"),
        ("just words\n", "a.yaml:1:1: a rule file starts with keys, such as `language: 1`"),
        ("- a\n", "a.yaml:1:1: a rule file starts with keys, such as `language: 1`"),
        ("a: 1\na: 2\n", "a.yaml:2:1: 'a' stands here a second time; first on line 1"),
        ("a: 1\nb: {c: 1, c: 2}\n", "a.yaml:2:11: 'c' stands here a second time; first on line 2"),
        (
            "a:\nb: 1\n",
            (
                'a.yaml:1:3: a value is missing here\n  hint: write "" for an empty text; '
                "quote a text that holds a comma or a brace"
            ),
        ),
        (
            "a: {is: IF(x, y)}\n",
            (
                'a.yaml:1:17: a value is missing here\n  hint: write "" for an empty text; '
                "quote a text that holds a comma or a brace"
            ),
        ),
        (
            "a: &x 1\n",
            (
                "a.yaml:1:4: anchors and aliases are not read\n  hint: write the value where it is "
                "used; quote a text that starts with & or *"
            ),
        ),
        (
            "a: !!python/object:os.system x\n",
            "a.yaml:1:4: tags are not read\n  hint: leave it out; quote a text that starts with !",
        ),
        ("a:\n\t- b\n", "a.yaml:2:1: a tab in the indentation\n  hint: indent with spaces"),
        (
            "a: 1\n---\nb: 2\n",
            "a.yaml:2:1: a second document starts here\n  hint: one rule, one file",
        ),
        ("[a]: 1\n", "a.yaml:1:1: a key must be a word\n  hint: quote the text if it is one"),
        (
            "a: \x00b\n",
            (
                "a.yaml:1:4: the character U+0000 cannot stand in a rule file"
                "\n  hint: save the file as UTF-8 text, without a mark before it"
            ),
        ),
        (
            "a: 1\nb: \ud800\n",
            (
                "a.yaml:2:4: the character U+D800 cannot stand in a rule file"
                "\n  hint: save the file as UTF-8 text, without a mark before it"
            ),
        ),
        (
            "a: 'b\n",
            (
                "a.yaml:2:1: this is not YAML: found unexpected end of stream\n  hint: look for a "
                "missing quote, bracket or colon at or above this place"
            ),
        ),
        ("a: " + "[" * 14 + "]" * 14, "a.yaml:1:16: nested deeper than 12 levels; no rule file is"),
    ],
)
def test_what_would_surprise_is_refused_at_its_place(text: str, finding: str) -> None:
    assert told(text) == [finding]


def test_all_that_is_refused_in_a_file_is_told_at_once() -> None:
    assert [line.split(": ")[0] for line in told("a: &x 1\nb: *x\nb: !t 2\n")] == [
        "a.yaml:1:4",
        "a.yaml:2:4",
        "a.yaml:3:1",
        "a.yaml:3:4",
    ]


def test_an_alias_that_would_grow_without_end_is_not_followed() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert all("anchors and aliases" in line for line in told(bomb))


def test_a_file_that_is_too_large_is_not_even_parsed() -> None:
    started = time.monotonic()
    [finding] = told("a: [" + "1, " * 3_000_000)
    assert finding == (
        f"a.yaml:1:1: the file has 9,000,004 characters; at most {CHARACTERS_MAX:,} are read"
        "\n  hint: split it into several files"
    )
    assert time.monotonic() - started < 1


def test_brackets_without_end_are_refused_without_recursion() -> None:
    assert told("a: " + "[" * 1_000_000)[0].startswith("a.yaml:1:16: nested deeper")


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_is_read_or_refused_but_never_breaks_the_reader(text: str) -> None:
    findings = Findings()
    assert read("a.yaml", text, findings) is not None or findings.diagnostics


@given(
    st.recursive(
        st.text("abc:,#-'\" ?&*!|>%@`\n", max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_what_is_written_with_double_quotes_is_read_back(tree: object) -> None:
    findings = Findings()
    assert plain(read("a.yaml", f"root: {quoted(tree)}\n", findings)) == {"root": tree}
    assert findings.diagnostics == ()


def quoted(tree: object) -> str:
    """A tree as YAML in one line, every text in double quotes."""
    if isinstance(tree, dict):
        inside = ", ".join(f"{quoted(key)}: {quoted(each)}" for key, each in tree.items())
        return f"{{{inside}}}"
    if isinstance(tree, list):
        return f"[{', '.join(map(quoted, tree))}]"
    escaped = str(tree).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
