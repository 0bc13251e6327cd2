"""Packages in the store: which contracts were sold as one, and what became of them."""
