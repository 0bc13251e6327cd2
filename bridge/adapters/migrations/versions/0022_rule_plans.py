"""Plans of drafts, kept until they are made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_plan",
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("asked"),
    )
    op.create_index("ix_rule_plan_draft", "rule_plan", ["draft"])
