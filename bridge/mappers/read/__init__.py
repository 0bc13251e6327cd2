"""Records to deals: one reader for each way in which sales records them."""
