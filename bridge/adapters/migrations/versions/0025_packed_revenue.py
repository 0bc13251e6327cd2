"""Planned rows packed by plan, deals as they were sold, and statements by their definition."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "packed_plan",
        sa.Column("plan", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("plan"),
    )
    op.create_table(
        "sold_deal",
        sa.Column("deal", sa.String(), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("read_by", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("deal"),
    )
    # What was stated by a definition says it in its content: it is asked for anew, not guessed.
    op.add_column(
        "statement", sa.Column("definition", sa.String(), nullable=False, server_default="")
    )
