"""
The tables of people.

No secret stands in them: of a password what argon2 makes of it, of session and token a digest.
"""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from bridge.adapters.store.tables import UtcTime


class AccountRow(SQLModel, table=True):
    """A person who may sign in, unless `disabled_at`."""

    __tablename__: ClassVar[str] = "account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    key: str = Field(unique=True)  #: the letters and digits of the name: two people differ in them
    email: str | None
    password: str | None
    issuer: str | None  #: the identity provider that knows the person, with
    subject: str | None  #: who that is there
    made_at: datetime = Field(sa_type=UtcTime)
    disabled_at: datetime | None = Field(sa_type=UtcTime)
    seen_at: datetime | None = Field(sa_type=UtcTime)
    prefers: str = Field(sa_type=Text)  #: JSON


class RoleGrantRow(SQLModel, table=True):
    """A role that a person has; it repeats what the ledger tells, `ledger verify` compares."""

    __tablename__: ClassVar[str] = "role_grant"

    account: int = Field(primary_key=True, sa_column_args=[ForeignKey("account.id")])
    role: str = Field(primary_key=True)
    by: str
    at: datetime = Field(sa_type=UtcTime)
    reason: str = Field(sa_type=Text)
    origin: str


class WebSessionRow(SQLModel, table=True):
    """Somebody is signed in, as long as the row is there and not too old."""

    __tablename__: ClassVar[str] = "web_session"

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)  #: of what the browser holds
    account: int = Field(sa_column_args=[ForeignKey("account.id")], index=True)
    begun_at: datetime = Field(sa_type=UtcTime)
    seen_at: datetime = Field(sa_type=UtcTime)
    proved_at: datetime = Field(sa_type=UtcTime)
    address: str
    agent: str


class ApiTokenRow(SQLModel, table=True):
    """A token of the API; it stays when it is revoked, so that lists can tell of it."""

    __tablename__: ClassVar[str] = "api_token"

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)  #: of its text, which nobody keeps
    account: int = Field(sa_column_args=[ForeignKey("account.id")], index=True)
    label: str
    scopes: str  #: names, with spaces between them
    issued_at: datetime = Field(sa_type=UtcTime)
    expires_at: datetime = Field(sa_type=UtcTime)
    used_at: datetime | None = Field(sa_type=UtcTime)
    revoked_at: datetime | None = Field(sa_type=UtcTime)


class SignInTryRow(SQLModel, table=True):
    """An attempt to sign in that is not known to have succeeded; kept as long as it counts."""

    __tablename__: ClassVar[str] = "sign_in_try"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True)  #: a digest of the name that was typed
    address: str = Field(index=True)
    at: datetime = Field(sa_type=UtcTime, index=True)


class SignInStateRow(SQLModel, table=True):
    """A sign-in that is under way at the identity provider; it is good for one return."""

    __tablename__: ClassVar[str] = "sign_in_state"

    digest: str = Field(primary_key=True)  #: of the state that goes there and comes back
    nonce: str
    verifier: str
    goes_to: str = Field(sa_type=Text)
    proves: bool  #: whether somebody who is signed in proves who it is
    begun_at: datetime = Field(sa_type=UtcTime)


class SavedViewRow(SQLModel, table=True):
    """A filter of the queue that somebody keeps under a name."""

    __tablename__: ClassVar[str] = "saved_view"

    owner: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    query: str = Field(sa_type=Text)
    shared: bool
