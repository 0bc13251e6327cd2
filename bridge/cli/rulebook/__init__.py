"""`bridge rules`: work on rulebooks."""
