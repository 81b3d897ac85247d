"""Makes only what would differ from what an earlier build made."""
