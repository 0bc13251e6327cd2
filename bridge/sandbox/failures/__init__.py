"""What can fail: the kinds of faults, what a rule of them asks of a request, broken answers."""
