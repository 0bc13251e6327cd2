"""Sales that more than one record may book."""
