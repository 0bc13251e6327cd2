"""Live updates: a page learns that the books changed while somebody reads it."""
