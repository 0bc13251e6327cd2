"""Where exceptions stand, beside what lists of them are ordered by."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_INDEXES = {
    "exception_by_age": ["state", "opened_at", "id"],
    "exception_by_amount": ["state", "currency", "minor", "id"],
    "exception_by_cause": ["state", "fingerprint", "currency", "minor", "opened_at"],
    "ix_exception_case_code": ["code"],
    "ix_exception_case_currency": ["currency"],
}


def upgrade() -> None:
    op.add_column(
        "exception_case", sa.Column("state", sa.String(), nullable=False, server_default="OPEN")
    )
    op.execute(
        "UPDATE exception_case SET state = coalesce("
        "(SELECT state FROM exception_life WHERE exception = exception_case.id), 'OPEN')"
    )
    op.execute("UPDATE exception_case SET state = 'RESOLVED' WHERE closed_at IS NOT NULL")
    for name, columns in _INDEXES.items():
        op.create_index(name, "exception_case", columns)
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("exception_case", "state", server_default=None)
