"""How a build is run: what it depends on, what it writes, and when it is done again."""
