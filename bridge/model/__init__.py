"""The nouns: immutable values of money, time, deals, documents and schedules."""
