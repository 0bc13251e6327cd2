"""Runs the migrations on the connection that the store hands in."""

from alembic import context
from sqlmodel import SQLModel

from bridge.adapters.store.notifying import tables as notifying  # noqa: F401 - the same
from bridge.adapters.store.people import tables as people  # noqa: F401 - it fills the metadata
from bridge.adapters.store.queue import tables  # noqa: F401 - importing it fills the metadata
from bridge.adapters.store.reconciling import tables as reconciling  # noqa: F401 - the same
from bridge.adapters.store.sales import tables as sales  # noqa: F401 - the same

context.configure(
    connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata
)
with context.begin_transaction():
    context.run_migrations()
