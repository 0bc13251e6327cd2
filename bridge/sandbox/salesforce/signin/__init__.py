"""Ways in and out of the org, and what it says of the caller."""
