"""The ways out: messages to people, and signed calls of other programs."""
