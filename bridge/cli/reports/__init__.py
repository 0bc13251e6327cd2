"""`bridge reports`: lists, registers and the close, shown or written into files."""
