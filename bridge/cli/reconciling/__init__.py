"""Words about reconciliation: statements, and the states of periods."""
