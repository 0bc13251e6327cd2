"""A Salesforce org over HTTP on loopback, filled from seed files."""
