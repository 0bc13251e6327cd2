"""Deals to documents: what a line is economically, and the treatments that rules may choose."""
