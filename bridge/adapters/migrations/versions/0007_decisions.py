"""What people propose and confirm about deals that the rules do not represent."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("exception_life", sa.Column("proposed", sa.Text(), nullable=True))
    op.add_column("exception_life", sa.Column("decision", sa.Text(), nullable=True))
