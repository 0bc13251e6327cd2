"""Deals that NetSuite has, and that turn out to be others in Salesforce: what is told, and how."""
