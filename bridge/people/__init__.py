"""People: who they are, which roles they have, and what each role may do. Pure values."""
