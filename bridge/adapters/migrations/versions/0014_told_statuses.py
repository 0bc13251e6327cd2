"""Write-backs: what a record says is noted apart from the tasks on it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("write_back", sa.Column("told_status", sa.String(), nullable=True))
