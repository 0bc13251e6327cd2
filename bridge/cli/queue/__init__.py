"""`bridge exceptions`: the queue of deals that need a person."""
