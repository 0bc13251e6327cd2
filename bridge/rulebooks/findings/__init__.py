"""What the checks find in a rulebook beyond its files alone: what is missing, idle, or unknown."""
