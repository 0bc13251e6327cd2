"""Descriptions of objects and fields, with every property that the real ones have."""
