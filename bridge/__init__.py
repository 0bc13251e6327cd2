"""The revenue bridge: Salesforce deals become NetSuite orders, and their revenue comes out right."""
