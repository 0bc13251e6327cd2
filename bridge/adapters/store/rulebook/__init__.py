"""Rules that somebody is working on, in the store."""
