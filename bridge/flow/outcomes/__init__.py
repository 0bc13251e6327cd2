"""What becomes of an exception besides a decision of two people: overrides, rules, questions."""
