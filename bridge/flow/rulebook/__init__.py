"""The rulebook as the shell needs it: read from files, published, measured against history."""
