"""Replays: every deal of the books, translated by a draft, in as many processes as there are."""
