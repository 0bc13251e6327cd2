"""`bridge deals` and `bridge ledger`: what the books hold."""
