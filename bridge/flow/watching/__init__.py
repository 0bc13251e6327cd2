"""Watches over the daemon: whether it is well, and what its passes came to."""
