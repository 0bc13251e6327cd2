"""Deals, their documents and schedules, and what a pass must remember."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _deal()
    _frame()
    _poll_cursor()
    _reread()
    _rulebook()
    _slot()
    _tick()
    _document()
    _dossier()
    _exception_case()
    _write_back()
    _schedule()


def _deal() -> None:
    op.create_table(
        "deal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("account_name", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("dossier", sa.String(), nullable=True),
        sa.Column("rulebook", sa.String(), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_deal_contract"), "deal", ["contract"], unique=False)
    op.create_index(op.f("ix_deal_state"), "deal", ["state"], unique=False)


def _frame() -> None:
    op.create_table(
        "frame",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("address"),
    )


def _poll_cursor() -> None:
    op.create_table(
        "poll_cursor",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("upper", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source"),
    )


def _reread() -> None:
    op.create_table(
        "reread",
        sa.Column("deal", sa.String(), nullable=False),
        sa.Column("noted", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("deal"),
    )


def _rulebook() -> None:
    op.create_table(
        "rulebook",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )


def _slot() -> None:
    op.create_table(
        "slot",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("account", "n"),
    )


def _tick() -> None:
    op.create_table(
        "tick",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("fire_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", "fire_at"),
    )


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("deal", sa.String(), nullable=False),
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("look_first", sa.Boolean(), nullable=False),
        sa.Column("sender", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quiet_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("internal_id", sa.String(), nullable=True),
        sa.Column("settled_how", sa.String(), nullable=True),
        sa.Column("error_code", sa.String(), nullable=True),
        sa.Column("error_says", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["deal"], ["deal.id"]),
        sa.PrimaryKeyConstraint("external_id"),
    )
    op.create_index(op.f("ix_document_contract"), "document", ["contract"], unique=False)
    op.create_index(op.f("ix_document_deal"), "document", ["deal"], unique=False)
    op.create_index(op.f("ix_document_state"), "document", ["state"], unique=False)
    op.create_index(
        "one_sending_per_contract",
        "document",
        ["contract"],
        unique=True,
        sqlite_where=sa.text("state = 'SENDING'"),
        postgresql_where=sa.text("state = 'SENDING'"),
    )


def _dossier() -> None:
    op.create_table(
        "dossier",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("frame", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["frame"], ["frame.address"]),
        sa.PrimaryKeyConstraint("address"),
    )


def _exception_case() -> None:
    op.create_table(
        "exception_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["deal"], ["deal.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_exception_case_closed_at"), "exception_case", ["closed_at"], unique=False
    )
    op.create_index(op.f("ix_exception_case_deal"), "exception_case", ["deal"], unique=False)


def _write_back() -> None:
    op.create_table(
        "write_back",
        sa.Column("deal", sa.String(), nullable=False),
        sa.Column("desired", sa.Text(), nullable=False),
        sa.Column("desired_digest", sa.String(), nullable=False),
        sa.Column("done_digest", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal"], ["deal.id"]),
        sa.PrimaryKeyConstraint("deal"),
    )


def _schedule() -> None:
    op.create_table(
        "schedule",
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("periods", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["external_id"], ["document.external_id"]),
        sa.PrimaryKeyConstraint("external_id", "line"),
    )
