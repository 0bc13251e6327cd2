"""How a line is charged and for how long it is promised, in the words of each model."""
