"""The life of an order: what ships, bills, returns and credits it, and what that locks."""
