"""The exception queue in the store: its tables, what is open, and what people did about it."""
