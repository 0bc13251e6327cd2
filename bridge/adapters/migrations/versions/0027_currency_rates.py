"""What units of currencies are worth in others, from days on, as NetSuite tells it."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "currency_rate",
        sa.Column("id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("rate", sa.String(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("currency_rate_by_pair", "currency_rate", ["target", "currency", "effective"])
