"""The REST API of a version: resources over the store, free of HTTP so that calls can nest."""
