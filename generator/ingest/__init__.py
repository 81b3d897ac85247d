"""The import of foreign bibliographies: makes papers' records from their entries."""
