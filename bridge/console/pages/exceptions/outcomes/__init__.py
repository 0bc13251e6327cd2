"""What becomes of an exception that the rules leave open: a rule, a task, an override."""
