"""A stand-in for a NetSuite account: REST record service, SuiteQL and both ways to log in."""
