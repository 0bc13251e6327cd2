"""The ledger: entries and postings that the database refuses to change."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _ledger_entry()
    _ledger_head()
    _ledger_posting()
    _genesis()
    _triggers()


def _ledger_entry() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deal", sa.String(), nullable=False),
        sa.Column("refs", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index(op.f("ix_ledger_entry_at"), "ledger_entry", ["at"], unique=False)
    op.create_index(op.f("ix_ledger_entry_deal"), "ledger_entry", ["deal"], unique=False)


def _ledger_head() -> None:
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _ledger_posting() -> None:
    op.create_table(
        "ledger_posting",
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("deal", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["seq"], ["ledger_entry.seq"]),
        sa.PrimaryKeyConstraint("seq", "n"),
    )
    op.create_index(op.f("ix_ledger_posting_account"), "ledger_posting", ["account"], unique=False)
    op.create_index(op.f("ix_ledger_posting_deal"), "ledger_posting", ["deal"], unique=False)


def _genesis() -> None:
    head = sa.table("ledger_head", sa.column("id"), sa.column("seq"), sa.column("hash"))
    op.execute(head.insert().values(id=1, seq=0, hash="0" * 64))


#: What nobody may do to entries and postings, in the words of the database.
_REFUSAL = "the ledger is append-only"
#: The tables, each with what tells one row from another.
_APPEND_ONLY = {
    "ledger_entry": "seq = NEW.seq OR hash = NEW.hash",
    "ledger_posting": "seq = NEW.seq AND n = NEW.n",
}


def _triggers() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_triggers()
    else:
        _postgresql_triggers()


def _sqlite_triggers() -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for table, same in _APPEND_ONLY.items():
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
        # INSERT OR REPLACE removes the old row without asking the trigger above.
        there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - no text from outside
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there} {refuse}"
        )


def _postgresql_triggers() -> None:
    op.execute(
        "CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    for table in _APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
            f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()"
        )
