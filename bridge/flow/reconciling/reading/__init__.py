"""Reading both systems for statements: NetSuite's revenue, and how far a reading has come."""
