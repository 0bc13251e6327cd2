"""What NetSuite plans beyond a plain spread: rules, changes, allocation, merges and currencies."""
