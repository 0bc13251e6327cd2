"""Which accounts of NetSuite are meant: those of elements are told, others are named by people."""

from collections.abc import Collection, Iterable, Mapping

from bridge.adapters.netsuite.revenue.held import LedgerAccount
from bridge.adapters.netsuite.revenue.reading import Besides, Revenue
from bridge.adapters.store.reconciling.books import JournalAccounts
from bridge.errors import Misconfigured, Refused
from bridge.telemetry import log

Accounts = Mapping[str, LedgerAccount]
_SETTING = "reconcile.contract_assets"


def listed(revenue: Revenue) -> Accounts:
    """
    Return all accounts by internal id; raises as any read.

    None where the role may not see them (Lists > Accounts): then internal ids are all that names
    an account, and what only a rule names is not read.
    """
    try:
        return revenue.accounts()
    except Refused as refusal:
        log().warning("accounts.refused", says=str(refusal))
        return {}


def besides(known: Accounts, assets: Iterable[str], proposed: JournalAccounts) -> Besides:
    """Return the accounts that no element may name; Misconfigured as `called`."""
    return Besides(
        assets=called(known, assets),
        deferral=_coded(known, proposed.deferral),
        recognition=_coded(known, proposed.recognition),
    )


def called(known: Accounts, names: Iterable[str]) -> frozenset[str]:
    """
    Return the internal ids of accounts that a setting names: by id, external id, number or name.

    A number that is none of these stays the internal id that it may be, and so does everything as
    long as no account is known. Misconfigured for any other name, and for what may be two accounts.
    """
    return frozenset(_called(known, name) for name in names)


def _called(known: Accounts, name: str) -> str:
    found = [one for one in known.values() if one.is_called(name)]
    if len(found) > 1:
        raise Misconfigured(
            f"{name!r} may be {' or '.join(one.shown for one in found)}",
            where=_SETTING,
            act=f"name it as NetSuite shows it, such as {found[0].shown!r}",
        )
    if known and not found and not name.isdigit():
        raise Misconfigured(
            f"NetSuite has no account {name!r}",
            where=_SETTING,
            act="name it by internal id, external id, number, or number and name",
        )
    return found[0].id if found else name


def _coded(known: Accounts, codes: Collection[str]) -> frozenset[str]:
    """Return the ids of accounts by external id, which is how a proposed journal names them."""
    return frozenset(one.id for one in known.values() if one.code in codes)
