"""Roll-forwards of both systems: gathered, kept with the statements, told and drilled into."""
