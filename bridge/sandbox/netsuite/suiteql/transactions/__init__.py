"""The tables of transactions: their headers, their lines, and what follows what."""
