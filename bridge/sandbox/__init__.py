"""Stand-ins that speak the HTTP protocols of both systems; they import nothing else of bridge."""
