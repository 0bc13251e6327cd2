"""Field mappings: how they are read, checked and applied."""
