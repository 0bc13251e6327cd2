"""A company that does not exist, and a quarter of its business, made the same each time."""
