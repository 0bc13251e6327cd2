"""A pass, part by part: what is noted, what is read in batches, and what is recorded of it."""
