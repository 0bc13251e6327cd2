"""The rules: what is in force, what is worked on, and the road from one to the other."""
