"""Sales in the store: which orders were made of which opportunities, as far as it was ever seen."""
