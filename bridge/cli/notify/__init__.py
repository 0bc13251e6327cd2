"""`bridge notify`: whom the bridge tells of what, and how that went."""
