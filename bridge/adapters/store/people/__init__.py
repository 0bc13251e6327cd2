"""People in the store: accounts and their roles, sessions, tokens, and attempts to sign in."""
