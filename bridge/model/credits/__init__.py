"""Prepaid credits and usage: wallets, what is drawn from them, what lapses, and what use costs."""
