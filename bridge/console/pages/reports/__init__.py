"""Reports and the close as pages and files."""
