"""NetSuite's revenue engine, written from its documentation: rules, plans, allocation, journals."""
