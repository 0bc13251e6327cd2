"""Lists as people leaf through them: page by page, by filters, of books of any size."""
