"""The query language: its syntax tree, the parser, and what texts and errors look like."""
