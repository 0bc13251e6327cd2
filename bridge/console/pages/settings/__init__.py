"""The settings: of the person who reads, of people, and what was changed about them."""
