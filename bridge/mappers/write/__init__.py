"""Documents to the bodies that NetSuite reads."""
