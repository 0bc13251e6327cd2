"""The overview: how the books stand, what needs the reader, what keeps a month open."""
