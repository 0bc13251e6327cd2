"""NetSuite over REST: sign in, upsert by external id, look up, ask by SuiteQL."""
