"""The record service: record types, their values, sublists and rules, and the REST end points."""
