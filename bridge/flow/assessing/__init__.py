"""Assessing an org: reading what it booked, without writing anything anywhere."""
