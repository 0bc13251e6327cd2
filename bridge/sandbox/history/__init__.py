"""What the journal remembers: lines on disk, counts in memory, and what is asked for of them."""
