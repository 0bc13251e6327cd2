"""
More rows than NetSuite gives for one question: all are read, in the pages that they demand.

The account has 2,506 currency rates and answers with 2,000 rows at the most, as NetSuite does with
100,000: what is asked by offsets ends there, and what follows the key does not.
"""

import json
from collections.abc import Iterator

import pytest

from bridge.adapters.netsuite.suiteql import PATH
from bridge.errors import Refused
from tests.adapters.netsuite.loopback.stand import Sandbox, a_sandbox

ROWS_MAX, ADDED, OF_THE_DEFAULT = 2_000, 2_502, 4


def seed(added: int, **settings: int) -> bytes:
    rate = {"type": "currencyRate", "effectiveDate": "2026-01-01", "exchangeRate": 2}
    pair = {"transactionCurrency": {"externalId": "GBP"}, "baseCurrency": {"externalId": "EUR"}}
    return json.dumps({"settings": settings, "records": [{**rate, **pair}] * added}).encode()


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    folder = tmp_path_factory.mktemp("rows")
    with a_sandbox(folder, seed(ADDED, suiteql_rows_max=ROWS_MAX)) as opened:
        yield opened


def asked(sandbox: Sandbox) -> int:
    """How many pages of SuiteQL were asked for."""
    return sum(one.path == PATH for one in sandbox.journal.requests())


def test_pages_by_key_read_all_rows_beyond_what_one_answer_has(sandbox: Sandbox) -> None:
    """2,506 rows are two full pages and one of 506: three questions, and no fourth."""
    before = asked(sandbox)
    pages = list(sandbox.account().revenue.rates.all())
    assert [len(page) for page in pages] == [1_000, 1_000, 506]
    assert asked(sandbox) - before == 3
    numbers = [one.id for page in pages for one in page]
    assert numbers == list(range(1, ADDED + OF_THE_DEFAULT + 1))


def test_what_is_asked_by_offsets_is_refused_and_not_cut(sandbox: Sandbox) -> None:
    with pytest.raises(Refused):
        list(sandbox.account().suiteql("SELECT id FROM currencyrate ORDER BY id"))


def test_all_rows_are_counted_in_one_question(sandbox: Sandbox) -> None:
    before = asked(sandbox)
    tallies = sandbox.account().revenue.rates.tallies()
    assert tallies is not None
    assert sum(one.count for one in tallies) == ADDED + OF_THE_DEFAULT
    assert asked(sandbox) - before == 1
