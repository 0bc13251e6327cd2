"""A rehearsal of a crash: fresh sandboxes and books, kills, passes until settled, and the laws."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import requests

from bridge.mappers.read.seeds import seed_id
from bridge.sandbox import world
from bridge.sandbox.faults import parse_rules
from bridge.sandbox.journal import Change
from tests.databases import with_tables
from tests.faults.warm import Ended, Warm

Rules = Sequence[Mapping[str, object]]

#: The deals of the demo as NetSuite has to hold them: order, and the amounts of its lines, by hand.
WANTED: Mapping[str, Sequence[str]] = {
    "O-A-ALDER": ("108000.00", "189000.00", "264600.00"),
    "O-DOGWOOD": ("24000.00", "5000.00"),
    "O-GINKGO": ("55000.00",),
}
#: A pass after a crash may find new faults; after so many it must have settled.
PASSES_MAX = 6
#: Cut off after the work, throttled, an error after the work, never arrived, done behind our back.
FAULTS: Rules = (
    {"method": "PUT", "path": "salesOrder", "nth": 2, "fault": "cut_after_commit"},
    {"method": "PUT", "path": "salesOrder", "nth": 3, "fault": "status", "status": 429},
    {"method": "PUT", "path": "salesOrder", "nth": 4, "fault": "status", "status": 502,
     "when": "after"},
    {"method": "PUT", "path": "salesOrder", "nth": 5, "fault": "cut_before_commit"},
    {"method": "PUT", "path": "salesOrder", "nth": 7, "fault": "late_commit_s", "seconds": 0.2},
)  # fmt: skip
#: The first write is turned down, for a reason that a person has to mend.
REFUSAL: Rules = (
    {
        "method": "PUT",
        "nth": 1,
        "fault": "status",
        "status": 400,
        "json": {
            "title": "Bad Request",
            "status": 400,
            "o:errorDetails": [{"detail": "Invalid Field Value", "o:errorCode": "INVALID_CONTENT"}],
        },
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the quiet time is made of, in seconds."""

    longest_run_s: float
    grace_s: float
    connect_timeout_s: float
    read_timeout_s: float


@dataclass(slots=True)
class Rehearsal:
    """Sandboxes, books, and the settings that lead from one to the other."""

    warm: Warm
    world: world.World
    config: Path
    #: What the pass said that found nothing left to do.
    summary: Mapping[str, Any] = field(default_factory=dict)

    def sync(self, **kill: Any) -> Ended:
        """Make a pass, and let it be killed."""
        return self.warm.run("sync", "--once", "--json", "--config", self.config, **kill)

    def settle(self) -> None:
        """Make passes until nothing is on its way, and every order says what became of it."""
        for _ in range(PASSES_MAX):
            ended = self.sync()
            assert ended.code == 0, ended.log
            told = json.loads(ended.out)
            if told["unknown"] == 0 and told["posted_now"] == 0:
                self.summary = told
                return
        raise AssertionError(f"not settled after {PASSES_MAX} passes: {ended.out}\n{ended.log}")

    def told(self, *words: str) -> Any:
        """What a command that looks at the books says."""
        ended = self.warm.run(*words, "--json", "--config", self.config)
        assert ended.code == 0, ended.out + ended.log
        return json.loads(ended.out, parse_float=Decimal)

    def strike(self, rules: Rules) -> None:
        """Let NetSuite fail by these rules."""
        written = {"rules": [{"system": "netsuite", **rule} for rule in rules]}
        self.world.faults.add(parse_rules(written, "rehearsal"))

    def writes(self) -> dict[str, list[str]]:
        """What every write did to NetSuite's orders, by external id, those of no effect too."""
        found: dict[str, list[str]] = {}
        for request in self.world.journal.requests():
            for effect in request.effects:
                if effect.type == "salesOrder" and effect.change is not Change.READ:
                    found.setdefault(str(effect.external_id), []).append(effect.change.value)
        return found

    def records(self, system: str, kind: str) -> list[dict[str, Any]]:
        url = {"netsuite": self.world.netsuite.url, "salesforce": self.world.salesforce.url}[system]
        answer = requests.get(f"{url}/_sandbox/records", params={"type": kind}, timeout=5)
        told = json.loads(answer.text, parse_float=Decimal)
        return list(told.get("records", told.get(kind)))


@contextmanager
def a_rehearsal(
    warm: Warm, folder: Path, limits: Limits, store_url: str | None = None
) -> Iterator[Rehearsal]:
    """Open fresh sandboxes with the deals of the demo, and settings with empty books."""
    with world.open_world(world.Plan(seeds=world.DEMO, folder=folder)) as opened:
        config = folder / "bridge.toml"
        url = store_url or with_tables(f"sqlite:///{folder}/bridge.sqlite")
        config.write_text(_settings(opened, url, limits), encoding="utf-8")
        yield Rehearsal(warm, opened, config)


def _settings(opened: world.World, store_url: str, limits: Limits) -> str:
    http = (
        f"{{ connect_timeout_s = {limits.connect_timeout_s}, "
        f"read_timeout_s = {limits.read_timeout_s} }}"
    )
    return f"""
[salesforce]
url = "{opened.salesforce.url}"
client_id = "{world.CLIENT_ID}"
client_secret = "{world.CLIENT_SECRET}"

[netsuite]
account = "{world.ACCOUNT}"
url = "{opened.netsuite.url}"
client_id = "{world.CLIENT_ID}"
certificate_id = "{world.CERTIFICATE_ID}"
private_key_file = "{opened.key_file}"
longest_run_s = {limits.longest_run_s}
grace_s = {limits.grace_s}
http = {http}

[store]
url = "{store_url}"

[sync]
safety_lag_s = 0
wait_for_unknown_s = 30

[console]
port = 0
check_processes = 1  # one is enough to see that all end
"""


Law = Callable[[Rehearsal], None]


def each_order_was_written_once(rehearsal: Rehearsal) -> None:
    orders = [row for row in rehearsal.records("salesforce", "Order") if _is_sold(row)]
    assert len(orders) == 7
    wanted = {f"bridge-{row['Id']}-so-1": ["created"] for row in orders}
    assert rehearsal.writes() == wanted


def the_orders_hold_the_right_lines(rehearsal: Rehearsal) -> None:
    orders = {row["externalId"]: row for row in rehearsal.records("netsuite", "salesOrder")}
    assert len(orders) == 7
    for order, amounts in WANTED.items():
        lines = orders[f"bridge-{seed_id('Order', order)}-so-1"]["item"]["items"]
        assert [f"{line['amount']:.2f}" for line in lines] == list(amounts)
    totals = [Decimal(row["total"]) for row in orders.values()]
    # 561,600.00 + 29,000.00 + 55,000.00 + 2 x 120,000.00 + 22,479.60 + 22,586.30
    assert sum(totals) == Decimal("930665.90")


def the_books_are_whole(rehearsal: Rehearsal) -> None:
    assert rehearsal.told("ledger", "verify")["whole"] is True
    summary = rehearsal.summary
    assert (summary["unknown"], summary["posted_now"], summary["posted"]) == (0, 0, 7)
    held = summary["currencies"]
    assert {position["unbalanced"] for position in held.values()} == {"0.00"}
    cases = rehearsal.told("exceptions", "list")["exceptions"]
    assert [(case["code"], case["amount"]) for case in cases] == [("ITEM_UNMAPPED", "18000.00")]
    assert held["USD"]["suspense"] == "18000.00"
    assert (held["USD"]["ordered"], held["EUR"]["ordered"]) == ("875665.90", "55000.00")


def salesforce_says_the_end(rehearsal: Rehearsal) -> None:
    said = sorted(str(row["Bridge_Status__c"]) for row in rehearsal.records("salesforce", "Order"))
    assert said == ["Excluded", "Flagged: ITEM_UNMAPPED", *["Ordered"] * 7]


LAWS: Sequence[Law] = (
    each_order_was_written_once,
    the_orders_hold_the_right_lines,
    the_books_are_whole,
    salesforce_says_the_end,
)


def hold(rehearsal: Rehearsal) -> None:
    for law in LAWS:
        law(rehearsal)


def _is_sold(row: Mapping[str, Any]) -> bool:
    return str(row["Bridge_Status__c"]) == "Ordered"
