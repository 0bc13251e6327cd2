"""Accounts are named by people as they please, and by rules by external id; never two at once."""

import pytest

from bridge.adapters.netsuite.revenue.held import LedgerAccount
from bridge.adapters.netsuite.revenue.reading import Besides
from bridge.adapters.store.reconciling.books import JournalAccounts
from bridge.errors import Misconfigured
from bridge.flow.reconciling.reading.accounts import besides, called

KNOWN = {
    one.id: one
    for one in (
        LedgerAccount(id="7", code="ASSETS", number="1250", shown="1250 Contract Assets"),
        LedgerAccount(id="8", code="CREDITS", number="2510", shown="2510 Deferred Credits"),
        LedgerAccount(id="2510", code=None, number=None, shown="Usage Revenue"),
    )
}


@pytest.mark.parametrize("name", ["7", "ASSETS", "1250", "1250 Contract Assets"])
def test_an_account_is_called_by_id_external_id_number_or_name(name: str) -> None:
    assert called(KNOWN, [name]) == {"7"}


def test_what_no_account_is_called_stays_the_id_that_it_may_be() -> None:
    assert called(KNOWN, ["9"]) == {"9"}
    assert called({}, ["7"]) == {"7"}


def test_a_name_that_no_account_has_is_refused_where_accounts_are_known() -> None:
    """Taken for an id it would tie roll-forwards to an account in which never anything moves."""
    with pytest.raises(Misconfigured, match="has no account '1250 Contract Asets'"):
        called(KNOWN, ["1250 Contract Asets"])
    assert called({}, ["1250 Contract Asets"]) == {"1250 Contract Asets"}


def test_a_name_that_is_the_number_of_one_and_the_id_of_another_is_not_guessed() -> None:
    with pytest.raises(Misconfigured, match="may be 2510 Deferred Credits or Usage Revenue"):
        called(KNOWN, ["2510"])


def test_a_rule_names_accounts_by_external_id_alone() -> None:
    """2510 is a number here, and the internal id of another account."""
    proposed = JournalAccounts(deferral=frozenset({"CREDITS"}), recognition=frozenset({"2510"}))
    assert besides(KNOWN, ["ASSETS"], proposed) == Besides(
        assets=frozenset({"7"}), deferral=frozenset({"8"})
    )
