"""Merges of revenue arrangements: the account's script that starts them, and what they rest on."""
