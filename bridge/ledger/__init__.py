"""The ledger: balanced, hash-chained entries, and the pure decisions about them."""
