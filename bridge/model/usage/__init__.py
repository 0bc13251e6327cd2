"""Usage: what meters say was used, and what it costs."""
