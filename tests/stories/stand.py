"""Both sandboxes and the bridge between them, on one clock that the story moves."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import requests
from pydantic import SecretStr

from bridge import app
from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.netsuite.session import Call
from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Store
from bridge.adapters.store.deals import KnownDeal, WholeDeal
from bridge.flow.rulebook.editions import Edition, edition
from bridge.flow.sync.batches import Progress, unseen
from bridge.flow.sync.ends import Ends
from bridge.flow.sync.one_pass import Outcome, Sync
from bridge.mappers.read.seeds import seed_id
from bridge.mappers.write import sales_order
from bridge.model.ids import DealId, canonical
from bridge.sandbox import world
from bridge.sandbox.faults import parse_rules
from bridge.sandbox.journal import Effect
from bridge.settings import (
    HttpSettings,
    NetSuiteSettings,
    SalesforceSettings,
    Settings,
    SyncSettings,
)
from tests.databases import with_tables
from tests.stories.beforehand import ToldBefore, key

SHIPPED = Path("config/rules")
SCENARIOS = Path(__file__).parents[1] / "scenarios"
RAMP = SCENARIOS / "a-ramp-three-years.cpq.json"
UPSELL = SCENARIOS / "b-upsell-mid-term.cpq.json"
CLOUD_UPSELL = SCENARIOS / "b-upsell-mid-term.revenue-cloud.json"
#: A working day of the stories.
FIRST_OF_MARCH = datetime(2026, 3, 1, 9, tzinfo=UTC)
#: Refused and cut connections are seen at once; only silence takes this long.
#: Whatever is slow of what a test asks for itself is the machine.
PATIENCE_S = 120
HTTP = HttpSettings(connect_timeout_s=1, read_timeout_s=1, attempts_max=3, retry_for_s=30)
#: The sandbox commits at once, so nothing appears late unless a story says so.
PACE = SyncSettings(safety_lag_s=0, overlap_s=600, incomplete_after_s=3600, wait_for_unknown_s=0)
LONGEST_RUN_S = 900.0


#: A rulebook does not change once it is loaded, so stories may share it.
edition_of = cache(edition)


def order(name: str) -> DealId:
    """The deal of an order of the scenarios."""
    return DealId(seed_id("Order", name))


@dataclass
class Stand:
    """Both systems, the store, and a bridge that makes a pass when it is told to."""

    world: world.World
    ends: Ends
    edition: Edition
    settings: Settings
    pace: SyncSettings = PACE

    def sync(self, progress: Progress = unseen) -> Outcome:
        """Make one full pass, a second after what was saved last."""
        self.later(1)
        clock = self.world.clock
        began = clock.now()

        def elapsed_s() -> float:
            return (clock.now() - began).total_seconds()

        bridge = app.Bridge(self.ends, self.edition, self.settings, ExitStack())
        posting = replace(bridge.posting(), monotonic=elapsed_s, sleep=clock.advance)
        return Sync(self.ends, self.edition, posting, self.pace, progress).run()

    def later(self, seconds: float) -> None:
        self.world.clock.advance(seconds)

    def strike(self, **rule: object) -> None:
        self.world.faults.add(parse_rules({"rules": [rule]}, "story"))

    def arrive(self, *records: Mapping[str, object]) -> None:
        """Let people work in Salesforce: records of a seed are saved, or changed."""
        body = json.dumps({"records": records}, default=str)
        url = f"{self.world.salesforce.url}/_sandbox/seed"
        answer = requests.post(url, data=body, timeout=PATIENCE_S)
        assert answer.status_code == 200, answer.text

    def delete(self, record_type: str, name: str) -> None:
        """Put a record of Salesforce into its recycle bin."""
        path = f"sobjects/{record_type}/{seed_id(record_type, name)}"
        self.ends.salesforce._simple.restful(path, method="DELETE")

    def change_in_netsuite(self, path: str, **fields: object) -> None:
        """Change a record as somebody in NetSuite does."""
        call = Call(
            operation="by hand",
            method="PATCH",
            path=f"/services/rest/record/v1/{path}",
            headers={"Content-Type": "application/json"},
            body=canonical(fields),
        )
        assert self.ends.netsuite._session.write(call).status == 204

    def account(self) -> str:
        """The id of the one account of the scenarios."""
        return seed_id("Account", "ACME")

    def effects(self) -> list[tuple[str | None, str]]:
        """What was done to NetSuite's orders: external id and change."""
        return [(one.external_id, one.change) for one in self._effects() if one.external_id]

    def _effects(self) -> Iterator[Effect]:
        return (one for one in self.world.journal.effects() if one.type == sales_order.RECORD)

    def orders(self) -> dict[str, dict[str, Any]]:
        """NetSuite's orders by external id."""
        return _by(self._records(self.world.netsuite.url, "salesOrder"), "externalId")

    def lines(self, name: str) -> list[tuple[Decimal, str, str]]:
        """The lines of an order in NetSuite: amount, first and last day of recognition."""
        held = self.orders()[f"bridge-{order(name)}-so-1"]["item"]["items"]
        return [
            (Decimal(line["amount"]), line["revRecStartDate"], line["revRecEndDate"])
            for line in held
        ]

    def status(self, name: str) -> tuple[str | None, str | None]:
        """What Salesforce says of an order: its status, and the ids in NetSuite."""
        row = _by(self._records(self.world.salesforce.url, "Order"), "Id")[order(name)]
        return row["Bridge_Status__c"], row["Bridge_NetSuite_Ids__c"]

    def _records(self, url: str, kind: str) -> list[dict[str, Any]]:
        answer = requests.get(f"{url}/_sandbox/records", params={"type": kind}, timeout=PATIENCE_S)
        told = json.loads(answer.text, parse_float=Decimal)
        return list(told.get("records", told.get(kind, [])))

    def deal(self, name: str) -> WholeDeal:
        with self.ends.store.reading() as view:
            found = view.deals.whole(order(name))
        assert found is not None
        return found

    def known(self) -> tuple[KnownDeal, ...]:
        with self.ends.store.reading() as view:
            return view.deals.all()

    def cases(self) -> tuple[ExceptionCase, ...]:
        with self.ends.store.reading() as view:
            return view.cases.all()

    def codes(self) -> list[tuple[str, str]]:
        """Code and amount of every open exception."""
        return [(case.code, case.amount.text()) for case in self.cases()]

    def position(self, currency: str = "USD") -> dict[str, str]:
        """What the ledger says of a currency, without what is zero."""
        with self.ends.store.reading() as view:
            held = view.deals.summary().currencies[currency]
        parts = ("booked", "waiting", "pending", "ordered", "excluded", "suspense", "unbalanced")
        found = {part: getattr(held, part) for part in parts}
        return {part: money.text() for part, money in found.items() if money}

    def journalled(self, system: str) -> int:
        """How many requests a system has had."""
        return sum(one.system == system for one in self.world.journal.requests())


def _by(rows: list[dict[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in rows}


@contextmanager
def a_stand(
    folder: Path,
    *seeds: Path,
    rules: Path = SHIPPED,
    merges: bool = False,
    describes: bool = False,
    switches: Mapping[str, object] | None = None,
) -> Iterator[Stand]:
    """
    Open everything on the first of March; the books must be whole when the story ends.

    With `merges` the account has the script that merges arrangements. With `describes` the bridge
    asks the org what its objects are, which other stories of the same seeds know already. Some
    `switches` of NetSuite's account are another way than by default.
    """
    folder.mkdir(parents=True, exist_ok=True)
    account = folder / "account.json"
    account.write_text(json.dumps({"settings": switches or {}}), encoding="utf-8")
    plan = world.Plan(seeds=seeds, folder=folder, clock=FIRST_OF_MARCH, netsuite_seeds=(account,))
    with ExitStack() as opened:
        (folder / "netsuite-key.pem").write_bytes(key())
        both = opened.enter_context(world.open_world(plan))
        clock = both.clock
        url = with_tables(f"sqlite:///{folder}/bridge.sqlite")
        store = Store(url, clock=clock.now, database_clock=clock.now)
        opened.callback(store.close)
        chosen = Settings(salesforce=_salesforce(both), netsuite=_netsuite(both, merges=merges))
        salesforce = Salesforce(chosen.salesforce, clock.now, clock.advance)
        opened.callback(salesforce.close)
        if not describes:
            salesforce._descriptions = ToldBefore(salesforce._read_description, clock.now, seeds)
        netsuite = NetSuite(chosen.netsuite, clock.now, clock.advance)
        opened.callback(netsuite.close)
        ends = Ends(salesforce=salesforce, netsuite=netsuite, store=store, clock=clock.now)
        yield Stand(both, ends, edition_of(rules), chosen)
        assert store.verify() == ()


def _salesforce(both: world.World) -> SalesforceSettings:
    return SalesforceSettings(
        url=both.salesforce.url,
        client_id=world.CLIENT_ID,
        client_secret=SecretStr(world.CLIENT_SECRET),
        http=HTTP,
    )


def _netsuite(both: world.World, *, merges: bool) -> NetSuiteSettings:
    return NetSuiteSettings(
        account=world.ACCOUNT,
        url=both.netsuite.url,
        client_id=world.CLIENT_ID,
        certificate_id=world.CERTIFICATE_ID,
        private_key_file=both.key_file,
        longest_run_s=LONGEST_RUN_S,
        merge_script="customscript_bridge_merges" if merges else None,
        merge_deployment="customdeploy_bridge_merges" if merges else None,
        http=HTTP,
    )


def changed_rules(folder: Path, file: str, old: str, new: str) -> Path:
    """The shipped rules in a folder of their own, with a text in one file replaced."""
    copied = Path(shutil.copytree("config/rules", folder / "rules"))
    text = (copied / file).read_text(encoding="utf-8")
    assert old in text
    (copied / file).write_text(text.replace(old, new), encoding="utf-8")
    return copied


def patient(stand: Stand, **changes: object) -> Stand:
    """The same stand with another pace."""
    return replace(stand, pace=stand.pace.model_copy(update=changes))
