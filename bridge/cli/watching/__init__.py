"""`bridge status`, `pause`, `resume`: how the passes stand, and what of them rests."""
