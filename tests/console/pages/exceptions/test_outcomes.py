"""What becomes of an exception that the rules leave open: a rule, a task, an override."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bridge.console.parts import Console
from bridge.people.roles import Role
from bridge.queue.life import CaseState, WaitsFor
from bridge.sandbox import world
from tests.console.building import HOST, Browser, a_reader, browser
from tests.stories.stand import Stand, a_stand

UNKNOWN = next(path for path in world.DEMO if path.name == "unknown-product.json")
CELLS = {"cell:product": "GPU-BURST", "cell:item": "SUB-ULT"}


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """A deal whose product no row knows."""
    with a_stand(tmp_path_factory.mktemp("outcomes"), UNKNOWN) as stand:
        stand.sync()
        yield stand


@pytest.fixture(scope="module")
def desk(stand: Stand) -> Console:
    return Console(
        ends=stand.ends,
        settings=stand.settings,
        edition=lambda: stand.edition,
        guest=a_reader(),
        hosts=frozenset({HOST}),
    )


@pytest.fixture(scope="module")
def ana(desk: Console) -> Browser:
    return browser(desk)


def acts(stand: Stand) -> int:
    with stand.ends.store.reading() as view:
        return view.cases.known(1).lived.acts


def fields(page: str, act: str) -> list[str]:
    (form,) = re.findall(rf'<form[^>]*action="/exceptions/1/{act}\?.*?</form>', page, re.DOTALL)
    return re.findall(r'name="([^"]*)"', form)


def test_the_row_is_filled_with_the_facts_and_outcomes_are_asked_for(ana: Browser) -> None:
    page = ana.get("/exceptions/1").text
    assert fields(page, "rule") == ["seen", "gap", "cell:product", "cell:item", "cell:recognition"]
    assert 'name="cell:product" maxlength="1000" value="GPU-BURST"' in page
    assert "<option>STRAIGHT_LINE_EVEN</option>" in page
    for key in "123":
        assert f'data-key="{key}"' in page


def test_who_may_not_is_offered_no_form(desk: Console) -> None:
    viewer = browser(replace(desk, guest=a_reader(Role.VIEWER, name="Vic")))
    page = viewer.get("/exceptions/1").text
    admin = browser(replace(desk, guest=a_reader(Role.RULES_ADMIN, name="Rae")))
    rules = admin.get("/exceptions/1").text
    assert [f"/exceptions/1/{act}" in page for act in ("rule", "send", "override")] == [False] * 3
    assert [f"/exceptions/1/{act}" in rules for act in ("rule", "send")] == [True, False]
    for act in ("rule", "send", "override"):
        assert viewer.post(f"/exceptions/1/{act}").status_code == 403


@pytest.mark.parametrize(
    ("act", "sent", "says"),
    [
        ("rule", CELLS, "The row of items lacks recognition"),
        ("rule", {**CELLS, "cell:recognition": "AT_WILL"}, "AT_WILL"),
        ("rule", {**CELLS, "gap": "nothing@0"}, "No such rule is open"),
        ("send", {"text": " "}, "The text says nothing"),
        ("override", {"until": "2026-03-31", "reason": "once"}, "Nothing is given"),
        ("override", {"until": "soon", "reason": "once"}, "is no day"),
        ("override", {"give:items@.item": "SUB-ULT", "until": "2026-03-31"}, "is missing"),
        ("override", {"give:none@.item": "A", "until": "2026-03-31"}, "leaves nothing open"),
    ],
)
def test_what_cannot_be_done_keeps_what_was_typed(
    ana: Browser, stand: Stand, act: str, sent: dict[str, str], says: str
) -> None:
    before = acts(stand)
    page = ana.post(f"/exceptions/1/{act}", data=sent)
    assert (page.status_code, acts(stand)) == (422, before)
    assert says in page.text
    assert f'value="{sent["until"]}"' in page.text if sent.get("until") else True


def test_each_step_is_taken_once_and_a_second_person_is_told(ana: Browser, stand: Stand) -> None:
    store = stand.ends.store
    late = str(acts(stand))
    done = ana.post("/exceptions/1/send", data={"seen": late, "text": "is it an Ultimate?"})
    assert done.status_code == 303
    with store.reading() as view:
        assert view.cases.known(1).lived.life.waits_for is WaitsFor.ORIGIN
    row = {**CELLS, "cell:recognition": "STRAIGHT_LINE_EVEN"}
    told = ana.post("/exceptions/1/rule", data={**row, "seen": late, "gap": "items@"})
    assert (told.status_code, "Somebody acted meanwhile" in told.text) == (409, True)
    begun = ana.post("/exceptions/1/rule", data={**row, "seen": str(acts(stand))})
    assert begun.headers["location"] == "/rules/copies/1?as=preview"
    tried = ana.get(begun.headers["location"]).text
    assert "It was begun for <a" in tried
    assert "Of 0 that were tried it would change 0." in tried
    with store.reading() as view:
        copy, life = view.copies.one(1), view.cases.known(1).lived.life
    assert copy is not None
    assert copy.exceptions == (1,)
    assert "  - [GPU-BURST, SUB-ULT, STRAIGHT_LINE_EVEN]\n" in copy.files["items.yaml"]
    assert (life.state, life.waits_for) == (CaseState.WAITING, WaitsFor.RULE)


def test_an_override_above_the_limit_is_proposed_to_a_second_person(
    ana: Browser, desk: Console, stand: Stand
) -> None:
    names = [name for name in fields(ana.get("/exceptions/1").text, "override") if ":" in name]
    given = dict(zip(names, ("SUB-ULT", "STRAIGHT_LINE_EVEN"), strict=True))
    sent = {**given, "until": "2026-03-31", "reason": "sold once"}
    late = ana.post("/exceptions/1/override", data={**sent, "seen": "99"})
    assert late.status_code == 409
    assert 'value="SUB-ULT"' in late.text
    assert "<option selected>STRAIGHT_LINE_EVEN</option>" in late.text
    done = ana.post("/exceptions/1/override", data={**sent, "seen": str(acts(stand))})
    assert done.status_code == 303
    assert "you proposed an override" in ana.get("/exceptions/1").text
    bob = browser(replace(desk, guest=a_reader(Role.APPROVER, name="Bob")))
    assert bob.post("/exceptions/1/decision/decline", data={"reason": "no"}).status_code == 303


def test_the_rules_that_were_asked_are_told_with_what_kept_a_row_from_holding(
    ana: Browser,
) -> None:
    panel = ana.get("/exceptions/1").text
    assert 'hx-get="/exceptions/1/trace" hx-trigger="toggle once" hx-target="#trace"' in panel
    part = ana.get("/exceptions/1/trace", headers={"HX-Request": "true", "HX-Target": "div#trace"})
    assert "<html" not in part.text
    assert "GPU-BURST" in part.text
    assert "side by side with its records" in part.text
    assert part.text.strip() in ana.get("/exceptions/1/trace").text
    assert ana.get("/exceptions/999/trace").status_code == 404
