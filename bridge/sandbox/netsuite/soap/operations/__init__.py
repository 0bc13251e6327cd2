"""The operations of the port."""
