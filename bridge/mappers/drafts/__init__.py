"""Drafts: the records that a quote would become, so that it can be judged before it is signed."""
