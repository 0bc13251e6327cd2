"""Measures: what finance and sales call run rate, retention, obligations and balances."""
