"""Explains figures of statements and sums of schedules: what of what, and whether they tie."""
