"""The search over everything, as whoever has no JavaScript uses it, and as the palette does."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bridge.adapters.store.database import Store
from tests.adapters.store.opening import judge, opened
from tests.console.building import Browser, a_console, a_reader, browser
from tests.ledger.building import a_deal, a_translation, flagged


@pytest.fixture(scope="module")
def ana(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Six exceptions of Globex, and a deal of Acme that became a document."""
    with opened(f"sqlite:///{tmp_path_factory.mktemp('search') / 'bridge.sqlite'}") as store:
        _fill(store)
        with a_console(store, a_reader()) as desk:
            yield browser(desk)


def _fill(store: Store) -> None:
    for place in range(1, 7):
        facts = a_deal("10.00", deal=f"801{place:012d}GLO")
        judge(store, flagged(replace(facts, account_name="Globex <b>", name=f"R{place}")))
    acme = replace(a_deal("99.00", deal="801000000000009ACM"), account_name="Acme 100 %", name="R9")
    judge(store, a_translation(acme))


def found(visitor: Browser, text: str) -> list[tuple[str, str]]:
    """Return address and title of all that is found."""
    page = visitor.get("/search", params={"q": text}).text
    return re.findall(r'<li><a href="([^"]+)"><span>([^<]+)</span>', page)


def test_exceptions_and_deals_are_found_by_customer_the_newest_first(ana: Browser) -> None:
    hits = found(ana, "globex")
    exceptions = [one for one in hits if one[0].startswith("/exceptions/")]
    assert [path for path, _ in exceptions] == [
        f"/exceptions/{no}?view=list" for no in range(6, 1, -1)
    ]
    assert exceptions[0][1] == "6 Globex &lt;b&gt;"
    assert len(hits) == 10
    page = ana.get("/search?q=globex").text
    assert 'href="/exceptions?view=list&amp;q=globex">All exceptions like that' in page
    assert ana.get("/exceptions?view=list&q=globex").text.count("data-row") == 6


def test_where_not_all_of_a_kind_is_shown_the_search_says_so(ana: Browser) -> None:
    page = ana.get("/search?q=account").text  # many files of rules, and no list of their lines
    assert len([path for path, _ in found(ana, "account") if path.startswith("/rules/")]) == 5
    assert "More rules are like that: type more" in page
    assert "More rules" not in ana.get("/search?q=prospective").text


def test_a_number_a_document_a_page_and_a_rule_are_found(ana: Browser) -> None:
    assert found(ana, "#4") == [("/exceptions/4?view=list", "4 Globex &lt;b&gt;")]
    documents = found(ana, "009ACM-SO")
    assert documents == [
        ("/explain?ref=bridge-801000000000009ACM-so-1", "bridge-801000000000009ACM-so-1")
    ]
    assert ("/schedules", "Schedules") in found(ana, "schedul")
    (rule,) = (one for one in found(ana, "STRAIGHT_LINE_EVEN") if one[1] == "items.yaml")
    assert ana.get(rule[0]).status_code == 200


def test_signs_of_the_database_and_of_markup_are_letters_like_others(ana: Browser) -> None:
    assert [title for _, title in found(ana, "100 %")] == ["R9 Acme 100 %"]
    assert "Nothing is like that" in ana.get("/search", params={"q": "%%"}).text
    assert "&lt;script&gt;" in ana.get("/search", params={"q": "<script>"}).text
    assert "<script>alert" not in ana.get("/search", params={"q": "<script>alert"}).text


def test_too_little_finds_nothing_and_too_much_is_refused(ana: Browser) -> None:
    for text in ("", " ", "g"):
        page = ana.get("/search", params={"q": text})
        assert (page.status_code, "<li><a" in page.text.partition("<main")[2]) == (200, False)
    assert ana.get("/search", params={"q": "x" * 201}).status_code == 422
    assert ana.get("/search?q=%00").status_code == 422


def test_the_palette_gets_what_was_found_and_how_much(ana: Browser) -> None:
    part = ana.get("/search?q=globex", headers={"HX-Request": "true", "HX-Target": "div#hits"}).text
    assert part.lstrip().startswith('<div class="hits" data-asked="globex">')
    assert '<hx-partial hx-target="#hit-count" hx-swap="innerHTML">10 found</hx-partial>' in part
    assert "<html" not in part
