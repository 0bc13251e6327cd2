"""Posting: the protocol that brings every document to NetSuite exactly once, and its parts."""
