"""Lines of NetSuite and of deals that people take for one, where no key says so."""
