"""The functions of the expression language, with Salesforce's names and meanings."""
