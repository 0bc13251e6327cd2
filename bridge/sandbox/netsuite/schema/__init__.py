"""The record types of the account: their fields, sublists and custom fields."""
