"""The store: one schema on SQLite and on PostgreSQL; rows stay inside, values go across."""
