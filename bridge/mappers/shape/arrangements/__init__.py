"""Arrangements: what documents bring to them, and the requests by which they are merged."""
