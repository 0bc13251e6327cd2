"""What deals are listed by: when they were judged last, all of them or those of a state."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("deal_by_age", "deal", ["updated_at", "id"])
    op.create_index("deal_by_state", "deal", ["state", "updated_at", "id"])
    op.drop_index("ix_deal_state", "deal")  # the other begins with what it holds
