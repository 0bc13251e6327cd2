"""Records on their way between XML and the account."""
