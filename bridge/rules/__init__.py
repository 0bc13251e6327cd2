"""The rulebook: what an administrator may decide, as checked and compiled declarations."""
