"""What an org booked: which deals, before any of them is read."""
