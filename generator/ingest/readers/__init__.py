"""One module a format, and the one that tells which."""
