"""The exception queue: where an exception stands, why, and what people did about it."""
