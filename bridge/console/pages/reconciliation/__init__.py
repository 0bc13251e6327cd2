"""The page Reconciliation: a statement as a waterfall, as a grid of periods, and by line."""
