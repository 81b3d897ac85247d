"""Foreign bibliographies to records."""
