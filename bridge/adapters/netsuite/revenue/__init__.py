"""How NetSuite holds revenue: order lines, elements, plans, planned rows, journals, balances."""
