"""Amendments: what is taken from the orders that stand, and what becomes of them."""
