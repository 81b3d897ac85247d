"""Makes `python -m generator` the command `catalogue`."""

from .cli import main

if __name__ == "__main__":
    main()
