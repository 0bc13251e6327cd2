"""Notes that tell of a save apart from those that ask for a judgement; what merges name."""

import json
from decimal import Decimal

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _asked()
    _merged()


def _asked() -> None:
    asked = sa.Column("asked", sa.Integer(), nullable=False, server_default="0")
    op.add_column("reread", asked)
    # Of what is noted already nobody knows why: all of it is judged.
    op.execute("UPDATE reread SET asked = noted")
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("reread", "asked", server_default=None)
    for name in ("content", "told", "saved"):
        op.add_column("reread", sa.Column(name, sa.String(), nullable=True))


def _merged() -> None:
    merged = op.create_table(
        "merged",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.external_id"]),
        sa.PrimaryKeyConstraint("source", "document"),
    )
    op.create_index("ix_merged_document", "merged", ["document"])
    asked = sa.text("SELECT external_id, body FROM document WHERE kind = 'merge_request'")
    rows = [
        {"source": source, "document": name}
        for name, body in op.get_bind().execute(asked)
        for source in sorted(set(json.loads(body, parse_float=Decimal)["sources"]))
    ]
    op.bulk_insert(merged, rows)
