"""The word `assess`."""
