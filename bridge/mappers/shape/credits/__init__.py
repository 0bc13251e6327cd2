"""What becomes of prepaid credits and of use: order lines, journals, orders of what was rated."""
