"""Who may come in: OAuth 2.0 client credentials and token-based authentication, really verified."""
