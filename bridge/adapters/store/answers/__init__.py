"""Answers of the API that are kept, so that a call that is repeated is not done again."""
