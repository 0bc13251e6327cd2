"""Salesforce over its REST API, by simple-salesforce on a session of our own."""

from bridge.adapters.salesforce.client import Salesforce

__all__ = ["Salesforce"]
