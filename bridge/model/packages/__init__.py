"""Packages: contracts that were sold as one, and what the books know of them."""
