"""What can be proved of a decision table: overlaps, rows that never decide, and gaps."""
