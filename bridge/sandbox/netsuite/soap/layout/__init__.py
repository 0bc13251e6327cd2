"""What the schemas hold: types of messages, of records and of searches, as compact tables."""
