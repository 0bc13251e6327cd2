"""Searches: criteria, columns, and pages that are kept."""
