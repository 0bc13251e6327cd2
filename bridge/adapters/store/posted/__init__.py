"""What NetSuite holds of a deal already, as the books keep it for the next judgement."""
