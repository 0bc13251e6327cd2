"""The road of a rule in the console: begun, edited, sent, approved by another, published."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.flow.rulebook.publishing import Publishing
from bridge.people.roles import Role
from tests.adapters.store.opening import moment, opened
from tests.console.building import Browser, a_console, a_reader, browser
from tests.stories.stand import SHIPPED, edition_of


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}") as found:
        yield found


@pytest.fixture
def ana(store: Store) -> Iterator[Browser]:
    with a_console(store, a_reader(Role.RULES_ADMIN, name="Ana Example")) as console:
        yield browser(console)


@pytest.fixture
def bob(store: Store) -> Iterator[Browser]:
    with a_console(store, a_reader(Role.APPROVER, name="Bob Example")) as console:
        yield browser(console)


def fields(page: str, *, action: str) -> list[tuple[str, str]]:
    """What a form would send as it stands on the page."""
    (form,) = re.findall(rf'<form[^>]*action="{action}".*?</form>', page, re.DOTALL)
    return re.findall(r'<input[^>]*name="([^"]*)"[^>]*? value="([^"]*)"', form)


def sent(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in fields:
        found.setdefault(name, []).append(value)
    return found


def test_a_rule_goes_from_a_sheet_to_what_is_in_force_by_two_people(
    ana: Browser, bob: Browser
) -> None:
    begun = ana.post("/rules/copies", data={"reason": "sell GPU time"})
    assert (begun.status_code, begun.headers["location"]) == (303, "/rules/copies/1")
    page = ana.get("/rules/copies/1?file=items.yaml").text
    form = sent(fields(page, action="/rules/copies/1/rows"))
    assert form["cell"][:3] == ["ENT", "SUB-ENT", "STRAIGHT_LINE_EVEN"]
    form["cell"][-3:] = ["GPU-SPOT", "SUB-GPU", "STRAIGHT_LINE_EVEN"]
    saved = ana.post("/rules/copies/1/rows", data=form)
    assert saved.headers["location"] == "/rules/copies/1?file=items.yaml&as=table"
    assert (
        "+  - [GPU-SPOT, SUB-GPU, STRAIGHT_LINE_EVEN]" in ana.get("/rules/copies/1?as=changes").text
    )
    drafted = ana.post("/rules/copies/1/draft", data={"revision": "2", "reason": "sold now"})
    assert drafted.headers["location"] == "/rules/drafts/1"
    assert bob.get("/rules/drafts/1").text.count("GPU-SPOT") >= 1
    bob.post("/rules/drafts/1/approve", data={"reason": "agreed"})
    assert bob.post("/rules/drafts/1/publish").headers["location"] == "/rules"
    page = bob.get("/rules").text
    assert "Ana Example" in page
    assert "number 1 by Bob Example" in page
    published = bob.get("/rules/drafts/1").text
    assert "No plan was made of it before it was published" in published
    assert "Nobody has looked" not in published


def test_nobody_approves_his_own_whatever_he_sends(store: Store, ana: Browser) -> None:
    with a_console(store, a_reader(name="Ana Example")) as console:
        everything = browser(console)
        everything.post("/rules/copies", data={"reason": "sell GPU time"})
        page = everything.get("/rules/copies/1?file=items.yaml").text
        form = sent(fields(page, action="/rules/copies/1/rows"))
        form["cell"][-3:] = ["GPU-SPOT", "SUB-GPU", "STRAIGHT_LINE_EVEN"]
        everything.post("/rules/copies/1/rows", data=form)
        everything.post("/rules/copies/1/draft", data={"revision": "2", "reason": "sold now"})
        assert "nobody approves what is his own" in everything.get("/rules/drafts/1").text
        done = everything.post("/rules/drafts/1/approve", data={"reason": "mine"})
    assert done.status_code == 403
    assert "waits for approval" in ana.get("/rules/drafts/1").text


def test_two_who_edit_one_file_lose_nothing(ana: Browser) -> None:
    ana.post("/rules/copies", data={"reason": "try"})
    typed = {"revision": "1", "file": "items.yaml"}
    assert ana.post("/rules/copies/1/text", data={**typed, "text": "a: 1"}).status_code == 303
    late = ana.post("/rules/copies/1/text", data={**typed, "text": "what I typed: <b>"})
    assert late.status_code == 409
    assert "saved it since you opened it" in late.text
    assert "what I typed: &lt;b&gt;" in late.text
    assert "errors" in ana.get("/rules/copies/1?file=items.yaml&as=checks").text


def test_a_viewer_reads_everything_and_changes_nothing(store: Store, ana: Browser) -> None:
    ana.post("/rules/copies", data={"reason": "try"})
    with a_console(store, a_reader(Role.VIEWER, name="Vera Example")) as console:
        vera = browser(console)
        for path in ("/rules", "/rules/copies/1", "/rules/copies/1?as=text"):
            assert vera.get(path).status_code == 200
        for path, form in (
            ("/rules/copies", {"reason": "x"}),
            ("/rules/copies/1/text", {"revision": "1", "file": "items.yaml", "text": ""}),
            ("/rules/copies/1/rows", {"revision": "1", "file": "items.yaml"}),
            ("/rules/copies/1/draft", {"revision": "1", "reason": "x"}),
            ("/rules/copies/1/discard", {"revision": "1"}),
            ("/rules/drafts/1/approve", {"reason": "x"}),
            ("/rules/drafts/1/publish", {}),
            ("/rules/publications/1/revert", {"reason": "x"}),
        ):
            assert vera.post(path, data=form).status_code == 403, path


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/rules/copies/9/text", {"revision": "1", "file": "items.yaml", "text": ""}, 422),
        ("/rules/copies/1/text", {"revision": "0", "file": "items.yaml", "text": ""}, 422),
        ("/rules/copies/1/text", {"revision": "1", "file": "../x", "text": ""}, 422),
        ("/rules/copies/1/rows", {"revision": "1", "file": "items.yaml", "origin": "x"}, 422),
        ("/rules/copies/1/rows", {"revision": "1", "file": "items.yaml", "cell": "x"}, 422),
        ("/rules/copies/1/rows", {"revision": "1", "file": "account.yaml"}, 422),
        ("/rules/copies/1/draft", {"revision": "1", "reason": " "}, 422),
        ("/rules/copies/1/draft", {"revision": "1", "reason": "x", "more": "y"}, 422),
        ("/rules/copies/x/draft", {"revision": "1"}, 422),
        ("/rules/copies", {"reason": " "}, 422),
        ("/rules/drafts/1/approve", {"reason": "x"}, 422),
        ("/rules/drafts/99999999999999999999/approve", {"reason": "x"}, 422),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_lost(
    store: Store, ana: Browser, path: str, form: dict[str, str], status: int
) -> None:
    ana.post("/rules/copies", data={"reason": "try"})
    with a_console(store, a_reader()) as console:
        answer = browser(console).post(path, data=form)
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    with store.reading() as view:
        (copy,) = view.copies.open()
    assert copy.revision == 1


@pytest.mark.parametrize(
    "path",
    ["/rules/copies/1", "/rules/drafts/1", "/rules/versions/" + "0" * 64, "/rules/versions/x"],
)
def test_what_is_not_there_is_not_found(ana: Browser, path: str) -> None:
    assert ana.get(path).status_code == 404


def test_a_draft_tells_which_golden_deals_come_out_otherwise_and_publications_are_compared(
    store: Store, bob: Browser
) -> None:
    """The first publication adds a product; the second has another item, and expects it."""
    row = "- [ENT, SUB-ENT, STRAIGHT_LINE_EVEN]"
    files = dict(edition_of(SHIPPED).files)
    assert row in files["items.yaml"]
    added = f"{row}\n  - [SPARE, SUB-ENT, STRAIGHT_LINE_EVEN]"
    files["items.yaml"] = files["items.yaml"].replace(row, added)
    other = {name: text.replace("SUB-ENT", "SUB-NEW") for name, text in files.items()}
    told = []
    for texts, reason in ((files, "sell SPARE"), (other, "name it SUB-NEW")):
        drafted = str(Publishing(store, moment, "Ana Example").draft(texts, reason).number)
        told.append(bob.part(f"/rules/drafts/{drafted}/golden", "golden").text)
        agreed = Publishing(store, moment, "Bob Example")
        agreed.approve(drafted, "agreed")
        agreed.publish(drafted)
    assert re.search(r"Of \d\d golden deals of the rules before, 0 come out otherwise", told[0])
    assert re.search(r"before, [1-9]\d* come out otherwise", told[1])
    assert "expected &#34;SUB-ENT&#34;, the rules give &#34;SUB-NEW&#34;" in told[1]
    assert "expects something else, or has it no more" in told[1]
    assert '<form class="actions" action="/rules/difference">' in bob.get("/rules").text
    page = bob.get("/rules/difference?old=1&new=2").text
    assert "sell SPARE" in page
    assert "name it SUB-NEW" in page
    before, after = (f"<td>{item}, STRAIGHT_LINE_EVEN</td>" for item in ("SUB-ENT", "SUB-NEW"))
    assert f"<td>rows.SPARE</td>{before}{after}" in page
    assert bob.get("/rules/difference?old=1&new=9").status_code == 404
    assert bob.get("/rules/drafts/9/golden").status_code == 404
