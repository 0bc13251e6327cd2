"""Documents that change or return what another one ordered; lines with chain and units."""

import json
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_DOCUMENT = sa.table(
    "document",
    sa.column("external_id", sa.String()),
    sa.column("record", sa.String()),
    sa.column("lines", sa.Text()),
)


def upgrade() -> None:
    op.add_column("document", sa.Column("target", sa.String(), nullable=True))
    op.add_column("document", sa.Column("record", sa.String(), nullable=False, server_default=""))
    connection = op.get_bind()
    for name, lines in connection.execute(sa.select(_DOCUMENT.c.external_id, _DOCUMENT.c.lines)):
        connection.execute(
            sa.update(_DOCUMENT)
            .where(_DOCUMENT.c.external_id == name)
            .values(record=name, lines=_with_chains(lines))
        )
    if connection.dialect.name != "sqlite":
        op.alter_column("document", "record", server_default=None)


def _with_chains(lines: str) -> str:
    """Until now every document was an order whose lines stood as they were sold."""
    known = json.loads(lines, parse_float=Decimal)
    return json.dumps([_with_chain(line) for line in known], sort_keys=True, ensure_ascii=False)


def _with_chain(line: dict[str, Any]) -> dict[str, Any]:
    quantity = f"{Decimal(line['quantity']):f}"
    return {
        **line,
        "quantity": quantity,
        "root": line["source"],
        "units": quantity,
        "allocated": None,
        "becomes": None,
    }
