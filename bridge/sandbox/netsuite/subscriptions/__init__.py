"""SuiteBilling: usage of subscriptions, the charges for it, and prepayments it draws on."""
