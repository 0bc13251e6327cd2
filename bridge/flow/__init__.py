"""The shell: the only code that does input and output in an order."""
