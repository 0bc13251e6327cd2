"""Credits and use in the words of each model: wallets, records of use, rates."""
