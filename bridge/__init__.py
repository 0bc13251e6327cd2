"""The revenue bridge: Salesforce deals become NetSuite orders whose revenue comes out right."""
