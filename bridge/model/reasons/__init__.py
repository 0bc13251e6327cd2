"""The reason catalogue: every code that a flag may carry, what it means and what clears it."""
