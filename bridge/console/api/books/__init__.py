"""The books over the API: deals, ledger, schedules, documents, explanations."""
