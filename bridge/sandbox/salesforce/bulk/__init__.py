"""Bulk API 2.0: queries as jobs, with their results as CSV."""
