"""What belongs to HTTP itself: conditions of requests, and the doors that are closed here."""
