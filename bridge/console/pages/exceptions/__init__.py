"""The exceptions page: the queue, one exception, and what is done about them."""
