"""All that a transaction knows of people."""

from dataclasses import dataclass
from typing import Self

from sqlmodel import Session

from bridge.adapters.store.ledger_rows import LedgerRows
from bridge.adapters.store.people.accounts import AccountRows
from bridge.adapters.store.people.sessions import SessionRows, TryRows
from bridge.adapters.store.people.states import StateRows
from bridge.adapters.store.people.tokens import TokenRows
from bridge.adapters.store.people.views import ViewRows
from bridge.model.calendar import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRows:
    """Accounts, and what opens the console and the API to them."""

    accounts: AccountRows
    sessions: SessionRows
    tries: TryRows
    tokens: TokenRows
    states: StateRows
    views: ViewRows

    @classmethod
    def open(cls, session: Session, clock: Clock, ledger: LedgerRows, actor: str) -> Self:
        """Return them within one transaction, in the name of its actor."""
        accounts = AccountRows(session, clock, ledger, actor)
        return cls(
            accounts=accounts,
            sessions=SessionRows(session, clock, accounts),
            tries=TryRows(session, clock),
            tokens=TokenRows(session, clock, ledger, accounts),
            states=StateRows(session, clock),
            views=ViewRows(session),
        )
