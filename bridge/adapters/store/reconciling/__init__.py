"""What is kept for reconciliation: NetSuite's rows, when they were read, and statements."""
