"""Which orders were made of which opportunities."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "made_of",
        sa.Column("order", sa.String(), nullable=False),
        sa.Column("opportunity", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("order", "opportunity"),
    )
    op.create_index("ix_made_of_opportunity", "made_of", ["opportunity"])
