"""Several calls or records in one request."""
