"""Between the two vendors' forms and our nouns: records to deals, deals to documents to bodies."""
