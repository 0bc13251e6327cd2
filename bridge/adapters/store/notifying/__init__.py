"""The outbox of notifications: how far was looked, and what is to be sent to whom."""
