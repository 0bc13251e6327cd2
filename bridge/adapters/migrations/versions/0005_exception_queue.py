"""Causes of exceptions, how they were resolved, and what people did about them."""

import hashlib
import json
import re
from decimal import Decimal

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_CASE = sa.table(
    "exception_case",
    sa.column("id", sa.Integer()),
    sa.column("flags", sa.Text()),
    sa.column("fingerprint", sa.String()),
)
#: How sentences are made alike, as in `bridge.queue.cause`: a test holds the two together.
_PARTS = re.compile(
    r"(?P<quoted>(?<!\w)'[^']*'(?!\w)|\"[^\"]*\")"
    r"|\bbridge-[\w-]+"
    r"|\b(?=\w*\d)\w{15}(?:\w{3})?\b"
    r"|(?<!\w)\d{4}-\d\d-\d\d(?:[T ][\d:.+Z-]+)?"
    r"|(?<![\w.])[-+]?\d+(?:,\d{3})*(?:\.\d+)?(?:(?: [A-Z]{3})?\b)"
)


def upgrade() -> None:
    op.add_column(
        "exception_case", sa.Column("fingerprint", sa.String(), nullable=False, server_default="")
    )
    op.add_column("exception_case", sa.Column("returned", sa.Integer(), nullable=True))
    op.add_column("exception_case", sa.Column("resolved_by", sa.String(), nullable=True))
    op.create_index("ix_exception_case_fingerprint", "exception_case", ["fingerprint"])
    op.create_table(
        "exception_life",
        sa.Column("exception", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("waits_for", sa.String(), nullable=True),
        sa.Column("rests", sa.Text(), nullable=True),
        sa.Column("assignee", sa.String(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("escalated", sa.Boolean(), nullable=False),
        sa.Column("acts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["exception"], ["exception_case.id"]),
        sa.PrimaryKeyConstraint("exception"),
    )
    op.create_index("ix_exception_life_state", "exception_life", ["state"])
    op.create_index("ix_exception_life_assignee", "exception_life", ["assignee"])
    connection = op.get_bind()
    for number, flags in connection.execute(sa.select(_CASE.c.id, _CASE.c.flags)).all():
        connection.execute(
            sa.update(_CASE).where(_CASE.c.id == number).values(fingerprint=_fingerprint(flags))
        )
    if connection.dialect.name != "sqlite":
        op.alter_column("exception_case", "fingerprint", server_default=None)


def _fingerprint(flags: str) -> str:
    first = json.loads(flags, parse_float=Decimal)[0]
    says = _PARTS.sub(lambda part: part["quoted"] or "…", first["says"])[:300]
    cause = json.dumps([first["code"], says], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(cause.encode()).hexdigest()
