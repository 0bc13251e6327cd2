"""Plain Sales Cloud: standard orders without CPQ and without the life cycle of Revenue Cloud."""
