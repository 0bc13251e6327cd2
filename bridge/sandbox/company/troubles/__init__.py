"""What finance has to look at: each function is one cause, and yields the deals that have it."""
