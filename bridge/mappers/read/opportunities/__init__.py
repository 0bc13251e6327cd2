"""Plain Sales Cloud without orders: opportunities that were won and are bookings by themselves."""
