"""`python -m generator` is the `catalogue` command."""

from .cli import main

if __name__ == "__main__":
    main()
