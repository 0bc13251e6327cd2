"""Roll-forwards of both sides: from one period to the next, movement by movement, line by line."""
