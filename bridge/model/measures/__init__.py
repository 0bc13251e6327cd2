"""What measures mean: the definitions that rulebooks choose."""
