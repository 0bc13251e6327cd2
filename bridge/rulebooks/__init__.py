"""The life of a rulebook: its golden deals, and the road from a draft to a published version."""
