"""What is done with plans at the end of a month, beside their journals."""
