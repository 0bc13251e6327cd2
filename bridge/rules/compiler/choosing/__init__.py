"""From the values of inputs to the row of a table or lookup, in generated code."""
