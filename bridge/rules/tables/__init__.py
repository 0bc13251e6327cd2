"""Decision tables, lookups and mappings: how they are read, checked and asked."""
