"""Several workers on one PostgreSQL store."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Lock
from time import monotonic

import pytest

from bridge.adapters.store.database import Store
from bridge.flow.posting.limits import Limits
from bridge.flow.posting.protocol import Posting
from bridge.model.document import Kind
from tests.databases import postgres_database
from tests.flow.posting.acts import judge, no_amounts
from tests.flow.posting.netsuite_in_memory import Account, Present
from tests.ledger.building import a_deal, a_translation

DEALS = 6
PASSES = 200


class Watched(Account):
    """Counts how many calls are in it at once."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()
        self._inside = 0
        self.most = 0

    def upsert(self, record_type: str, external_id: str, body: bytes) -> str:
        with self._lock:
            self._inside += 1
            self.most = max(self.most, self._inside)
        with self._lock:
            self._inside -= 1
            return super().upsert(record_type, external_id, body)


@pytest.fixture
def url(postgres_server: str) -> str:
    return postgres_database(postgres_server)


@pytest.mark.postgres
def test_two_workers_share_the_documents_and_write_each_once(url: str) -> None:
    account = Watched()
    with Store(url, clock=Present()) as store:
        for number in range(DEALS):
            facts = a_deal("10.00", deal=f"80100000000000{number}AAA")
            judge(store, a_translation(replace(facts, contract=type(facts.contract)(facts.id))))

    def work(holder: str) -> int:
        with Store(url, clock=Present()) as store:
            worker = Posting(
                store=store,
                netsuite=account,
                limits=Limits(
                    account="1234567",
                    slots=1,
                    longest_call_s=60.0,
                    longest_run_s=900.0,
                    grace_s=5.0,
                ),
                record_types={Kind.SALES_ORDER: "salesOrder"},
                amounts=no_amounts,
                monotonic=monotonic,
                sleep=lambda _seconds: None,
                holder=holder,
            )
            posted = 0
            for _ in range(PASSES):
                posted += worker.post().posted_now
                with store.reading() as view:
                    if view.deals.summary().posted == DEALS:
                        break
            return posted

    with ThreadPoolExecutor(2) as workers:
        shares = list(workers.map(work, ("one", "two")))
    assert sum(shares) == DEALS
    assert sorted(account.writes) == sorted(set(account.writes))
    assert (len(account.writes), account.most) == (DEALS, 1)
    with Store(url, clock=Present()) as store:
        assert store.verify() == ()
