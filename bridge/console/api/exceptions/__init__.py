"""Exceptions over the API: lists, one with its history, and what is done about it."""
