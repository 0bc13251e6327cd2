"""Views of the queue: filters that people keep under a name."""
