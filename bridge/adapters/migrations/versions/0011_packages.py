"""Which contracts were sold as one."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "package",
        sa.Column("deal", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contracts", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["deal"], ["deal.id"]),
        sa.PrimaryKeyConstraint("deal"),
    )
    op.create_index("ix_package_name", "package", ["name"])
