"""Explains figures of roll-forwards: what they consist of, who has them, and whether they tie."""
