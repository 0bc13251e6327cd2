"""The filter `q` of a list of records: its grammar, its operators, and what it lets through."""
