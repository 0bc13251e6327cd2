"""Takes reports from the books: lists, registers, and what stands open when a month is closed."""
