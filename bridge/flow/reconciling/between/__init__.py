"""Both sides and the books between them, made of what is kept and of what was told."""
