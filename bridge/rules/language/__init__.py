"""The inside of the expression language: words, types of operators, what conditions prove."""
