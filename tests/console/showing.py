"""Books in which every page of the console has something to show, and where all pages are."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.runs import Part
from bridge.console.app import PAGES, create_app
from bridge.console.parts import Console
from bridge.console.security import entrance, provider
from bridge.console.security.sessions import EVENTS
from bridge.flow import judging
from bridge.flow.people.tokens import Tokens
from bridge.flow.reconciling.pairing.deciding import Pairing
from bridge.flow.reconciling.signing import Seen, Signing
from bridge.ledger.judgement import Flagged
from bridge.model.flags import Flag
from bridge.model.ids import DealId, LineId
from bridge.model.money import Currency, Money
from bridge.people.roles import Role
from bridge.people.tokens import Scope, Wish
from bridge.queue.acts import Ask, Comment, Escalate
from bridge.queue.life import WaitsFor
from bridge.reconcile.pairs import Named
from tests.adapters.store.opening import judge, moment
from tests.console.building import Browser, a_reader
from tests.console.pages.reconciliation.stated import a_form, keep, keep_rolls
from tests.console.test_matrix import routes
from tests.flow.merging.acts import upsell
from tests.flow.merging.building import MERGE
from tests.flow.merging.merges_in_memory import Merges
from tests.flow.people.peopling import ADMIN, ANA, PASSWORD, People, Watch
from tests.flow.posting.netsuite_in_memory import Present
from tests.flow.reconciling.test_candidates import left
from tests.ledger.building import a_deal, a_translation, flagged
from tests.mappers.scenarios import dossier, key, seed
from tests.reconcile.worlds import rebook, sides
from tests.stories.stand import SHIPPED, edition_of

CUSTOMERS = ("Acme Logistics", "Globex Energy & Sons", "Hooli Aerospace")
RITA, TRIAGER = "Rita Rules", "Ben Cho"
RULES = Path("config/rules")
CREDITS = key("Order", "O-F")
#: Three years of a growing subscription, whose schedule has an amount in each month.
RAMP, RAMP_FILE = "O-A", "a-ramp-three-years.cpq"
JOURNAL = f"bridge-{CREDITS}-pj-20260301"
#: What the addresses with a place for a name or number are asked for.
NAMED: Mapping[str, tuple[str, ...]] = {
    "/exceptions/{number}": ("/exceptions/2", "/exceptions/50", "/exceptions/60"),
    "/deals/{deal}": tuple(
        f"/deals/{CREDITS}?tab={tab}" for tab in ("trace", "timeline", "schedules", "ledger", "raw")
    ),
    "/reports/{name}": ("/reports/suspense", "/reports/overrides"),
    "/merges/{name}": (f"/merges/{MERGE}",),
    "/journals/{name}": (f"/journals/{JOURNAL}",),
    "/rules/difference": ("/rules/difference?old=1&new=2",),
    "/rules/copies/{number}": tuple(
        f"/rules/copies/2?file=items.yaml&as={form}" for form in ("table", "text", "changes")
    ),
    "/rules/versions/{version}": (f"/rules/versions/{edition_of(SHIPPED).rulebook.version}",),
    "/rules/drafts/{number}": ("/rules/drafts/1",),
    "/rules/drafts/{number}/plan": ("/rules/drafts/1/plan",),
    "/settings/users/{number}": ("/settings/users/1",),
}
#: Pages in another state than the one that they are in without being asked.
STATES = (
    "/exceptions?view=list",
    "/exceptions?q=nothing+is+like+that",
    "/exceptions?state=RESOLVED&view=list",
    "/schedules?from=2026-01",
    "/reconciliation?totals=no&period=2026-06",
    "/reconciliation?period=2026-05",
    "/reconciliation/rolls?currency=EUR",
    f"/explain?ref={CREDITS}",
    "/ledger?kind=JUDGED&actor=nobody",
    "/search?q=acme",
    "/nowhere",
)
#: What is of whoever signed in: a guest has no profile, and no tokens.
OWN = ("/settings/profile", "/settings/tokens", "/")
#: What sends on to another address, comes from one, never ends, or is a part of a page.
NO_PAGES = frozenset(
    {
        EVENTS,
        "/exceptions/fresh",
        "/exceptions/{number}/trace",
        "/rules/copies/{number}/words",
        "/rules/drafts/{number}/golden",
        "/explain/explanation.json",
        "/reconciliation/reading",
        "/settings",
        "/sign-in/provider",
        "/sign-in/provider/answer",
        "/sign-in/provider/proof",
        "/sign-in/provider/proved",
    }
)


def pages() -> Iterator[str]:
    """Yield the paths of all pages: no file is one."""
    for router in (entrance.router, provider.router, *PAGES):
        for method, path, _ in routes(router):
            if method == "GET" and "{file}" not in path and not path.endswith(".csv"):
                yield path


def addresses() -> tuple[str, ...]:
    """Return an address for every page, and one for every other state; KeyError for a new page."""
    asked = [path for path in pages() if path not in NO_PAGES]
    is_named = {path for path in asked if "{" in path or path in NAMED}
    named = (one for path in asked for one in (NAMED[path] if path in is_named else (path,)))
    return (*named, *STATES)


def an_exception(place: int) -> Flagged:
    code = "EUR" if place % 4 == 0 else "USD"
    amount = Money((-1) ** (place % 7 == 0) * place * 12_345, Currency(code))
    facts = a_deal(amount, deal=f"801{place:012d}BBB")
    facts = replace(facts, account_name=CUSTOMERS[place % 3], name=f"Renewal {place}")
    reason = "TERM_MISSING" if place % 3 == 0 else "ITEM_UNMAPPED"
    flag = Flag(reason, f"line {place} stops here", ("OrderItem 802 EndDate",), amount, "end it")
    judged = flagged(facts, reason)
    return replace(judged, flags=(flag,), basis=replace(judged.basis, dossier=None))


def queue(store: Store) -> None:
    """Put sixty exceptions into the books: one waits, one is overdue, one is resolved."""
    judge(store, *(an_exception(place) for place in range(1, 61)))
    judge(store, a_translation(an_exception(60).deal))
    with store.transaction("triage", actor=TRIAGER) as tx:
        tx.lives.act(2, Comment("called them;\nback on Monday"))
        tx.lives.act(2, Escalate("nobody answered in 3 working days"))
        tx.lives.act(50, Ask(WaitsFor.ORIGIN, "please enter the end date"))


def books(store: Store) -> None:
    """Put in two orders with the merge between them, and credits with their journals."""
    upsell(store, Merges(), Present())
    for order, file in (("O-F", "f-prepaid-credits-with-overage.cpq"), (RAMP, RAMP_FILE)):
        kept(store, order, file)


def kept(store: Store, order: str, file: str) -> None:
    """Judge an order of a scenario, and keep what it was judged by: it can be explained."""
    known, now = seed(file), moment()
    patience = judging.Patience(now=now, since=now, limit=timedelta(days=1))
    found, edition = dossier(order, known.records, known.frame), edition_of(SHIPPED)
    with store.transaction("kept") as tx:
        tx.dossiers.keep(found)
        tx.dossiers.keep_rulebook(edition.rulebook.version, edition.files)
    judge(store, judging.judge(found, edition.rulebook, patience))


def people(store: Store) -> None:
    """Let in an administrator, somebody with a role, and somebody with a token."""
    everybody = People(store, Watch())
    everybody.administering("root").first(ADMIN, PASSWORD)
    everybody.add(TRIAGER, Role.FINANCE_REVIEWER)
    everybody.add(RITA, Role.RULES_ADMIN)
    everybody.add(ANA, Role.APPROVER)
    wish = Wish(
        label="nightly export",
        scopes=frozenset({Scope.READ}),
        expires_at=everybody.watch.now + timedelta(days=30),
    )
    Tokens(store).issue(ANA, wish)


def changes_of_rules(console: Console) -> None:
    """Begin two changes of the rules, and send the first one for approval."""
    rita = Browser(create_app(replace(console, guest=a_reader(name=RITA))))
    file = "items.yaml"
    text = (RULES / file).read_text(encoding="utf-8")
    text = text.replace("rows:\n", "rows:\n  - [GPU-SPOT, SUB-GPU, STRAIGHT_LINE_EVEN]\n")
    for number in ("1", "2"):
        rita.post("/rules/copies", data={"reason": "sell GPU time"})
        typed = {"file": file, "text": text, "revision": "1"}
        assert rita.post(f"/rules/copies/{number}/text", data=typed).status_code == 303
    sent = rita.post("/rules/copies/1/draft", data={"revision": "2", "reason": "sold now"})
    assert sent.headers["location"] == "/rules/drafts/1"


def a_pair(store: Store) -> None:
    """Propose that a line of NetSuite's is a line of a deal that the books know."""
    line = left(3, date(2026, 1, 1))
    rebook(line, deal=DealId(CREDITS))
    wanted = Named("90003", 1, LineId("L3"))
    Pairing(store, TRIAGER).propose(wanted, "entered by hand in March", sides(line), {})


def a_reading(store: Store) -> None:
    """Let a reading of both systems have ended: some of it whole, the rest what changed."""
    plans = Part(system="netsuite", kind="plan", since=date(2026, 6, 28), rows=7, pages=1)
    rows = Part(system="netsuite", kind="planned_row", rows=3000, pages=3, known=3000)
    with store.transaction("reading_run") as tx:
        number = tx.reconciling.runs.begin(moment())
        tx.reconciling.runs.tell(number, moment(), [replace(plans, ended=True), rows])
        tx.reconciling.runs.end(number, moment(), "NetSuite could not be reached")


def fill(store: Store) -> None:
    """Put in all that can be without a console."""
    books(store)
    queue(store)
    people(store)
    for measure in ("plan", "revenue"):
        keep(store, a_form(), a_form("EUR"), measure=measure)
    keep_rolls(store)
    a_reading(store)
    a_pair(store)
    Signing(store, TRIAGER).prepare(Seen("2026-05"), {}, "all of it is of other months", {})
