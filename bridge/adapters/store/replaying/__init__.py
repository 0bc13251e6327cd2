"""What a replay of the books reads, in bulk, and the plans that are kept of it."""
