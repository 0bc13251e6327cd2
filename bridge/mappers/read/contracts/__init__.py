"""Which contract a deal belongs to: the chain of orders back to the first one, in each model."""
