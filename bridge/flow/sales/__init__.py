"""Sales that an order or an opportunity may book: that one of them does, and one alone."""
