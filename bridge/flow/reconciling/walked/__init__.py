"""Statements walked again: which lines stand behind each figure, and what is known of each."""
