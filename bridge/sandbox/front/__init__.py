"""The front: the vendors' own host names over TLS, for clients that know no other."""
