"""Sign-ins at the provider that prove who is signed in, and answers of the API that are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Those that are under way are over within minutes, and prove nothing.
    op.add_column(
        "sign_in_state",
        sa.Column("proves", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "kept_answer",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("begun_at", _TIME, nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_kept_answer_begun_at", "kept_answer", ["begun_at"])
