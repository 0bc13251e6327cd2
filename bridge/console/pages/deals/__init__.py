"""The deals: the list, and each with everything that the books hold of it."""
