"""Merges: what they wait for, who approved them, and how they come to NetSuite exactly once."""
