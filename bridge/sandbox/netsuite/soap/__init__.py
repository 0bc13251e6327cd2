"""SOAP web services: a WSDL of our own in the known layout, and a port that does what it says."""
