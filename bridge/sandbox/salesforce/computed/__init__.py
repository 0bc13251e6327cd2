"""Fields that the org computes: formulas and roll-ups."""
