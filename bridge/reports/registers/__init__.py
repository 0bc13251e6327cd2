"""Registers: what people and rules decided about deals and rules, read from the ledger."""
