"""From a typed tree to Python's own syntax tree, node by node; no text is ever run."""
