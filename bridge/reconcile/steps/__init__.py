"""The steps of a walk: each takes one attribute from one side to the other."""
