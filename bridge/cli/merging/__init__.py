"""The words of `bridge merges`."""
