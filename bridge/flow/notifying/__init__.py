"""Finds what is to be told, and tells it: at least once, under an id that stays the same."""
