"""Documents say by which entry of the ledger NetSuite acknowledged them: so they have an order."""

import json
from decimal import Decimal

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_DOCUMENT = sa.table(
    "document",
    sa.column("external_id", sa.String()),
    sa.column("state", sa.String()),
    sa.column("settled_seq", sa.BigInteger()),
)
_ENTRY = sa.table(
    "ledger_entry",
    sa.column("seq", sa.BigInteger()),
    sa.column("kind", sa.String()),
    sa.column("refs", sa.Text()),
)


def upgrade() -> None:
    op.add_column("document", sa.Column("settled_seq", sa.BigInteger(), nullable=True))
    connection = op.get_bind()
    acknowledged = (
        sa.select(_ENTRY.c.seq, _ENTRY.c.refs)
        .where(_ENTRY.c.kind == "ACKNOWLEDGED")
        .order_by(_ENTRY.c.seq)
    )
    for seq, refs in connection.execute(acknowledged).all():
        name = json.loads(refs, parse_float=Decimal)["document"]
        connection.execute(
            sa.update(_DOCUMENT)
            .where(_DOCUMENT.c.external_id == name, _DOCUMENT.c.state == "ACKNOWLEDGED")
            .values(settled_seq=seq)
        )
