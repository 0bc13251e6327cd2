"""The revenue bridge: Salesforce deals become NetSuite orders whose revenue schedules come out right."""
