"""A reviewer begins rules from an exception, an admin takes them over; neither approves them."""

from collections.abc import Iterator

import pytest

from bridge.console.parts import Console
from bridge.flow.rulebook import publishing
from bridge.people.roles import Role
from bridge.queue.life import WaitsFor
from bridge.sandbox import world
from tests.console.building import HOST, Browser, a_reader, browser
from tests.stories.stand import RAMP, Stand, a_stand

UNKNOWN = next(path for path in world.DEMO if path.name == "unknown-product.json")
#: No golden deal sells it, so that the rules can be drafted as they are.
NEW = {"type": "Product2", "key": "P-GPU-BURST", "ProductCode": "GPU-2"}
ROW = {"cell:product": "GPU-2", "cell:item": "SUB-ULT", "cell:recognition": "STRAIGHT_LINE_EVEN"}
COPY, DRAFT = "/rules/copies/1", "/rules/drafts/1"


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """A deal that is posted, and one whose product no row knows."""
    with a_stand(tmp_path_factory.mktemp("suggested"), RAMP, UNKNOWN) as stand:
        stand.arrive(NEW)
        stand.sync()
        yield stand


def of(stand: Stand, name: str, *roles: Role) -> Browser:
    console = Console(
        ends=stand.ends,
        settings=stand.settings,
        edition=lambda: stand.edition,
        guest=a_reader(*roles, name=name),
        hosts=frozenset({HOST}),
    )
    return browser(console)


def test_what_a_reviewer_began_an_admin_sends_and_a_third_person_approves(stand: Stand) -> None:
    ana = of(stand, "Ana", Role.FINANCE_REVIEWER)
    begun = ana.post("/exceptions/1/rule", data={**ROW, "seen": "0", "gap": "items@"})
    assert begun.headers["location"] == f"{COPY}?as=preview"
    with stand.ends.store.reading() as view:
        assert view.cases.known(1).lived.life.waits_for is WaitsFor.RULE
        copy = view.copies.one(1)
    assert copy is not None
    text = copy.files["items.yaml"].replace("[ENT, SUB-ENT", "[ENT, SUB-ULT")
    saved = {"revision": "1", "file": "items.yaml", "text": text}
    assert ana.post(f"{COPY}/text", data=saved).status_code == 303
    for act in ("draft", "discard"):
        sent = {"revision": "2", "reason": "we sell it now"}
        assert ana.post(f"{COPY}/{act}", data=sent).status_code == 403

    tried = ana.get(f"{COPY}?as=preview").text
    assert "You cannot: a rules admin can do this." in tried
    assert "Discard this copy" not in tried
    assert "Of 1 that were tried it would clear 1: " in tried
    assert "Of 1 that were tried it would change 1: " in tried
    assert "1 of them is posted" in tried
    assert '<span class="chip locked">posted</span>' in tried

    rae = of(stand, "Rae", Role.RULES_ADMIN, Role.APPROVER)
    text = text.replace("[ENT, SUB-ULT", "[ENT, SUB-ENT")
    saved = {"revision": "2", "file": "items.yaml", "text": text}
    assert rae.post(f"{COPY}/text", data=saved).status_code == 303
    sent = {"revision": "3", "reason": "we sell it now"}
    assert rae.post(f"{COPY}/draft", data=sent).headers["location"] == DRAFT

    both = of(stand, "ana", Role.FINANCE_REVIEWER, Role.APPROVER)
    for one in (both, rae):
        assert "you worked on it, and nobody approves what is his own" in one.get(DRAFT).text
        assert one.post(f"{DRAFT}/approve", data={"reason": "well"}).status_code in {403, 422}
    with stand.ends.store.reading() as view:
        assert publishing.road_of(view).drafts[1].approved is None
    bob = of(stand, "Bob", Role.APPROVER)
    assert bob.post(f"{DRAFT}/approve", data={"reason": "seen"}).status_code == 303
