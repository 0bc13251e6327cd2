"""What guards the console: headers, requests of our own pages alone, who is reading."""
