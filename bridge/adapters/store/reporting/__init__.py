"""What reports read of the store besides what pages and passes read."""
