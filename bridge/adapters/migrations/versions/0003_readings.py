"""Readings that cannot overtake one another, patience, and what a document was made of."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _count("reread", "answered")
    _count("reread", "readings")
    _waiting_since()
    _made_of()


def _count(table: str, name: str) -> None:
    column = sa.Column(name, sa.Integer(), nullable=False, server_default="0")
    op.add_column(table, column)
    _without_default(table, name)


def _waiting_since() -> None:
    column = sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True)
    op.add_column("deal", column)
    # Until now patience was counted from the first sight of a deal.
    op.execute(
        "UPDATE deal SET waiting_since = first_seen_at WHERE state = 'WAITING' OR id IN "
        "(SELECT deal FROM exception_case WHERE code = 'GRAPH_INCOMPLETE' AND closed_at IS NULL)"
    )


def _made_of() -> None:
    op.add_column("document", sa.Column("made_of", sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE document SET made_of = (SELECT digest FROM deal WHERE deal.id = document.deal) "
        "WHERE deal IN (SELECT id FROM deal WHERE state = 'TRANSLATED')"
    )
    _without_default("document", "made_of")


def _without_default(table: str, name: str) -> None:
    """From now on the bridge says it; SQLite keeps the default, which does no harm."""
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column(table, name, server_default=None)
