"""Reconciliation: why Salesforce and NetSuite differ, class by class, until nothing is left."""
