"""Processes of their own that judge records: a check waits for none but the checks before it."""
