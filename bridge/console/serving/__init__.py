"""How the console is served: the server, and the files that it serves as they are."""
