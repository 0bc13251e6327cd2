"""What the two query languages have in common: cutting text, reading tokens, wildcards."""
