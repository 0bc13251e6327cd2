"""Assessing an org: how much of what it sold the rules represent, and what stands in the way."""
