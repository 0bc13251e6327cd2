"""SuiteQL: a small parser and executor over the records of the account."""
