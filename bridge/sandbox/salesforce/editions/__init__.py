"""What an org has bought, and what it therefore holds."""
