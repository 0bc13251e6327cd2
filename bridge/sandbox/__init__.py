"""Stand-ins for both systems that speak their HTTP protocols; they import nothing else of bridge."""
