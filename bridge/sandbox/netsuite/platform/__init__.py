"""What the REST platform offers around records: jobs, batches, filters, metadata."""
