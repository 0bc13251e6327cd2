"""How rule files are read: positions, shapes, headers and sources, with every finding collected."""
