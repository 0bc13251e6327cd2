"""Prepaid credits: wallets, what is drawn from them, what lapses, and when it is revenue."""
