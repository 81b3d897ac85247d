"""How a build is run: what its output depends on, what it writes, and when it runs again."""
