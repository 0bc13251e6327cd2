"""Reports: tables as values, with the evidence that they are whole."""
