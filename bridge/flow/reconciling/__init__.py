"""Reconciliation: both systems read, the books between them, and the statement of it."""
