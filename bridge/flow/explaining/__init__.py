"""Explains what the books hold: whence it came, by which rule, and whether it still comes out."""
