"""Periods and who signs them, statements with their lines, and roll-forwards."""
