"""What other records say of an order and its products: where they contradict, nobody is right."""
